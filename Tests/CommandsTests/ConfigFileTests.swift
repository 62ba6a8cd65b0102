import Foundation
import TestSupport
import Testing
import Transport

@testable import Arguments
@testable import Commands

/// Every wrong configuration is refused with its file, its profile and its member.
@Suite struct ConfigFileTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.file("linkctl"), withIntermediateDirectories: false)
  }

  private var path: String { folder.file("linkctl/config.json") }
  private var environment: [String: String] { ["XDG_CONFIG_HOME": folder.path, "HOME": "/none"] }

  private var host: Commands.Host {
    Commands.Host(
      command: ["linkctl"], environment: environment, standardInput: -1, standardOutput: -1,
      standardError: -1
    ) {
      _ throws(TransportError) in
      throw TransportError(.other, mayHaveReachedServer: false, detail: "there is no network here")
    }
  }

  private func write(_ text: String, mode: Int = 0o600) throws {
    _ = try folder.write(text, to: "linkctl/config.json")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// The failure of choosing a profile.
  private func failure(of name: String? = "work") throws -> Failure {
    do throws(Failure) {
      _ = try Profile.chosen(name, host)
    } catch {
      return error
    }
    throw Missing()
  }

  private struct Missing: Error {}

  private func profile(_ members: String) -> String { #"{"profiles":{"work":{\#(members)}}}"# }

  @Test(
    "what is wrong inside a profile is said with file, profile and member",
    arguments: [
      (#""provider":"dub","concurency":3"#, "\"concurency\"", "concurrency"),
      (#""provider":"dub","baseURL":"https://x""#, "\"baseURL\"", "baseUrl"),
      (#""provider":"dub","rate":true"#, "rate takes text or a number", "profiles"),
      (#""provider":"dub","provider":"dub""#, "\"provider\" is there twice", "leave one"),
      (#""provider":"dub","apiKey":"two words""#, "apiKey is not an API key", "visible ASCII"),
      (#""provider":"dub","apiKeyFile":"""#, "apiKeyFile takes", "profiles"),
      (#""provider":"dub","apiKeyCommand":[]"#, "apiKeyCommand takes", "pass show dub"),
      (#""provider":"dub","apiKeyCommand":["a",1]"#, "apiKeyCommand takes", "pass show dub"),
      (
        #""provider":"dub","apiKey":"k","apiKeyFile":"f""#,
        "apiKey and apiKeyFile both lead to the key",
        "leave one"
      ),
      (#""apiKeyFile":"f""#, "no member \"provider\"", "dub|hoko|shortpen"),
      (#""baseUrl":"https://x""#, "no member \"provider\"", "dub|hoko|shortpen"),
    ])
  func members(members: String, words: String, hint: String) throws {
    try write(profile(members))
    let failure = try failure()
    #expect(failure.message.hasPrefix(path + ": profile \"work\": "), "\(failure)")
    #expect(failure.message.contains(words), "\(failure)")
    #expect(failure.hints.joined().contains(hint), "\(failure)")
    #expect(failure.status == .usage)
  }

  @Test(
    "what is wrong with the file itself is said with its line",
    arguments: [
      ("", ":1: it ends too early"), ("{\n\"profiles\": {,", ":2: \",\" is not allowed there"),
      ("[]", "is not a JSON object"),
      (#"{"profile":{}}"#, "profile\""), (#"{"profiles":[]}"#, "profiles takes"),
      (#"{"profiles":{"work":1}}"#, "profile \"work\" takes an object"),
      (#"{"profiles":{"work":{},"work":{}}}"#, "is there twice"),
      (#"{"defaultProfile":1,"profiles":{"work":{}}}"#, "defaultProfile takes"),
    ])
  func form(text: String, words: String) throws {
    try write(text)
    let failure = try failure()
    #expect(failure.message.hasPrefix(path), "\(failure)")
    #expect(failure.message.contains(words), "\(failure)")
  }

  @Test("a file with a key that others can read is refused with the chmod to type")
  func readableKey() throws {
    for mode in [0o644, 0o640, 0o604] {
      try write(profile(#""provider":"dub","apiKey":"k3y""#), mode: mode)
      let failure = try failure()
      #expect(failure.hints.first == "chmod 600 \(path)")
      #expect(!"\(failure)".contains("k3y"))
    }
    // The key of any profile counts, whichever is asked for.
    try write(#"{"profiles":{"a":{"provider":"dub","apiKey":"k"},"work":{}}}"#, mode: 0o644)
    #expect(try failure().hints.first == "chmod 600 \(path)")
    try write(profile(#""provider":"dub","apiKey":"k3y""#), mode: 0o600)
    #expect(try Profile.chosen("work", host)?.key != nil)
    try write(profile(#""provider":"dub","apiKeyCommand":"x""#), mode: 0o644)
    #expect(try Profile.chosen("work", host)?.key != nil)
  }

  @Test("a file that everyone can write is refused")
  func writable() throws {
    try write(profile(#""provider":"dub""#), mode: 0o666)
    #expect(try failure().hints == ["chmod o-w \(path)"])
  }

  @Test("no file is no profile, unless one is asked for")
  func missing() throws {
    #expect(try Profile.chosen(nil, host) == nil)
    #expect(try failure().message.contains(path))
    try write(profile(""))
    #expect(try Profile.chosen(nil, host) == nil)
    #expect(try failure(of: "wrok").hints == ["did you mean work?"])
    try write(#"{"defaultProfile":"work","profiles":{"work":{}}}"#)
    #expect(try Profile.chosen(nil, host)?.name == "work")
  }

  @Test("the folder is XDG_CONFIG_HOME where that is absolute, else the home's")
  func place() {
    #expect(
      ConfigFile.path(["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == "/x/linkctl/config.json")
    for relative in ["", "x"] {
      #expect(
        ConfigFile.path(["XDG_CONFIG_HOME": relative, "HOME": "/h"])
          == "/h/.config/linkctl/config.json")
    }
    #expect(ConfigFile.path([:]) == nil)
  }

  @Test("key files are absolute, in the home, or beside the configuration")
  func keyFiles() throws {
    for (given, expected) in [
      ("/k", "/k"), ("~/k", "/none/k"), ("k", folder.file("linkctl/k")),
    ] {
      try write(profile(#""provider":"dub","apiKeyFile":"\#(given)""#))
      guard case .file(let path)? = try Profile.chosen("work", host)?.key else {
        Issue.record("no file")
        return
      }
      #expect(path == expected)
    }
  }

  @Test("broken configurations of all kinds are refused, never crashed on")
  func hostile() throws {
    let whole = [UInt8](
      #"{"defaultProfile":"work","profiles":{"work":{"provider":"dub","rate":"9/s","timeout":3,"apiKeyCommand":["a","b"]}}}"#
        .utf8)
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do throws(Failure) {
        _ = try Profile.chosen(nil, host)
      } catch {
        #expect(error.message.hasPrefix(path) && !error.hints.isEmpty)
      }
    }
  }
}

/// Options go before the environment, that before the profile, and that before the defaults.
@Suite struct ProfileOrderTests {
  private func parse(
    _ arguments: [String], environment: [String: String], profile: String
  ) throws -> ParsedArguments<DeleteOptions> {
    let folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.file("linkctl"), withIntermediateDirectories: false)
    let path = try folder.write(
      #"{"profiles":{"work":{\#(profile)}}}"#, to: "linkctl/config.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    var environment = environment
    environment["XDG_CONFIG_HOME"] = folder.path
    let host = Commands.Host(
      command: ["linkctl"], environment: environment, standardInput: -1, standardOutput: -1,
      standardError: -1
    ) { _ throws(TransportError) in
      throw TransportError(.other, mayHaveReachedServer: false, detail: "there is no network here")
    }
    var parsed = try DeleteCommand.spec.parse(arguments, environment: environment)
    try Profile.chosen("work", host)?.apply(
      to: &parsed, of: DeleteCommand.spec, connection: \.session.connection)
    return parsed
  }

  private let dub =
    #""provider":"dub","baseUrl":"https://dub.example","concurrency":3,"apiKeyFile":"/k","maxItems":5"#

  @Test("the profile fills in what nobody gave")
  func profile() throws {
    let session = try parse([], environment: [:], profile: dub).values.session
    #expect(session.connection.provider == "dub")
    #expect(session.connection.baseURL == "https://dub.example")
    #expect(session.pace.concurrency == 3)
    #expect(session.guards.maxItems == 5)
    #expect(session.connection.profileKey != nil)
    #expect(session.pace.retries == 5)
  }

  @Test("options and the environment go before it")
  func order() throws {
    let session = try parse(
      ["--concurrency", "9"], environment: ["LINKCTL_BASE_URL": "https://other.example"],
      profile: dub
    ).values.session
    #expect(session.pace.concurrency == 9)
    #expect(session.connection.baseURL == "https://other.example")
    #expect(session.connection.provider == "dub")
  }

  @Test("a profile that is named goes before the environment, and an option before both")
  func named() throws {
    let environment = [
      "LINKCTL_PROVIDER": "hoko", "LINKCTL_BASE_URL": "https://other.example",
    ]
    let parsed = try parse(["--profile", "work"], environment: environment, profile: dub)
    #expect(parsed.values.session.connection.provider == "dub")
    #expect(parsed.values.session.connection.baseURL == "https://dub.example")
    #expect(parsed.values.session.connection.isProfileNamed)
    #expect(parsed.givenByEnvironment.isEmpty)
    let given = try parse(
      ["--profile", "work", "--provider", "hoko"], environment: environment, profile: dub)
    #expect(given.values.session.connection.provider == "hoko")
    #expect(given.values.session.connection.baseURL == "https://other.example")
    #expect(given.values.session.connection.profileKey == nil)
  }

  @Test("address and key of a profile never go to another provider")
  func otherProvider() throws {
    for (arguments, environment) in [
      (["--provider", "hoko"], [:]), ([], ["LINKCTL_PROVIDER": "hoko"]),
    ] {
      let session = try parse(arguments, environment: environment, profile: dub).values.session
      #expect(session.connection.provider == "hoko")
      #expect(session.connection.baseURL == nil)
      #expect(session.connection.profileKey == nil)
      #expect(session.pace.concurrency == 3)
    }
  }

  @Test(
    "values that an option would refuse are refused with the member",
    arguments: [
      (#""concurrency":"lots""#, "concurrency takes a whole number from 1 to 256, not \"lots\""),
      (#""rate":"fast""#, "rate takes a number of requests"), (#""timeout":0"#, "timeout takes"),
      (#""maxWait":-1"#, "maxWait takes"), (#""provider":"dup""#, "provider takes"),
      (#""provider":"dub","baseUrl":"http://example.com""#, "baseUrl: the base URL is plain http"),
    ])
  func values(member: String, words: String) throws {
    let failure = #expect(throws: Failure.self) {
      try parse([], environment: [:], profile: member)
    }
    #expect(failure?.message.contains("/linkctl/config.json: profile \"work\": \(words)") == true)
  }

  @Test("every member that stands for an option names one that there is")
  func members() {
    let options = Set(Program.spec.commands.flatMap { $0.options }.map(\.long))
    for member in ProfileMember.all {
      guard case .option(let long) = member.purpose else { continue }
      #expect(options.contains(long), "\(member.name)")
    }
  }
}
