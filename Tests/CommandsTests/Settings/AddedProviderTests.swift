import Foundation
import Providers
import TestSupport
import Testing
import Transport

@testable import Arguments
@testable import Commands

/// A provider that is made known to a program has all that its table says, without a line about it elsewhere.
///
/// Each test is a process of its own, since what is made known stays so.
@Suite(.inTurn) struct AddedProviderTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// Runs linkctl with Posto and Stella, and gives what it printed.
  private func run(
    _ arguments: [String], environment: [String: String] = [:], ending status: Int32
  ) async throws -> (output: String, errors: String) {
    let environment = environment.merging(["POSTO_API_KEY": "key"]) { given, _ in given }
    let result = try await #require(
      processExitsWith: .exitCode(status),
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) { [arguments = arguments as [String], environment = environment as [String: String]] in
      ProviderList.add([Posto(), Stella(), Spectator()])
      let host = Commands.Host(
        command: ["linkctl"] + arguments, environment: environment, standardInput: STDIN_FILENO,
        standardOutput: STDOUT_FILENO, standardError: STDERR_FILENO
      ) { _ throws(TransportError) in PostoServer() }
      exit(await Linkctl.run(arguments, host: host).rawValue)
    }
    return (
      String(decoding: result.standardOutputContent, as: UTF8.self),
      String(decoding: result.standardErrorContent, as: UTF8.self)
    )
  }

  private func input() throws -> String {
    try folder.write("url\nhttps://example.com/a\n", to: "links.csv")
  }

  @Test("the table has nothing to complain of, and help, man page and completions tell of it")
  func texts() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
    ) {
      ProviderList.add([Posto(), Stella(), Spectator()])
      let spec = Program.spec
      let overview = try ShortHelp.text(of: spec, command: "update", width: 80)
      let texts = try [
        FullHelp.text(of: spec, command: "create", width: 100), ManPage.text(of: spec),
        CompletionScript.text(of: spec, for: .bash), CompletionScript.text(of: spec, for: .zsh),
        CompletionScript.text(of: spec, for: .fish),
      ]
      let isShort = overview.split(separator: "\n", omittingEmptySubsequences: false).count <= 51
      print(spec.problems().joined(separator: "\n"))
      for text in texts { print(text) }
      exit(spec.problems().isEmpty && isShort ? 0 : 1)
    }
    let text = String(decoding: result.standardOutputContent, as: UTF8.self)
      .split { $0.isWhitespace }.joined(separator: " ")
    for words in [
      "--group GUID At Bitly: the group", "At Posto: the group that links are made in.",
      "At Posto and Stella: a group has room for 500 links.",
      "It is needed there. Environment: POSTO_GROUP.", "the group of Stella, where --group",
      "At Posto: nothing is read.", "homeServer (as", "group (as",
      "Dub, Hoko, Posto and Stella have",
      " --home-server", "-l home-server", "'--group=[", "Stella id, external\\-id, key and url",
    ] {
      // All of them would be pages of the failure's message.
      let isThere = text.contains(words)
      #expect(isThere, "\(words)")
    }
  }

  @Test("providers and completions tell what it has, and leave out what it lacks")
  func lists() async throws {
    let table = try await run(["providers", "posto"], ending: 0).output
    for words in [
      "  --group        POSTO_GROUP, needed; the group that links are made in\n",
      "  --home-server  POSTO_SERVER; URL of a server of one's own\n",
      "\n  create:\n    a group has",
      "\n  --verify:\n    nothing is read.\n", "\n  create   100 ",
    ] {
      #expect(table.contains(words), "\(table)")
    }
    for words in ["--match", "delete", "update", "upsert"] { #expect(!table.contains(words)) }
    let document = try await run(["providers", "posto", "-o", "json"], ending: 0).output
    #expect(
      document.contains(
        #""settings":[{"name":"group","variable":"POSTO_GROUP","words":"The group that links are made in.","required":true}"#
      ))
    #expect(document.contains(#""habits":[{"about":"create","words":"#))
    for (command, has) in [
      ("create", true), ("config", true), ("delete", false), ("upsert", false),
    ] {
      let names = try await run(["__complete", "providers", command, "--provider", ""], ending: 0)
      #expect(names.output.contains("posto\tPosto\n") == has, "\(command)")
      let isRead = names.output.contains("spectator\tSpectator\n")
      #expect(isRead == (command == "config"), "\(command)")
      #expect(names.output.contains("stella\tStella\n") && names.output.contains("dub\tDub\n"))
    }
  }

  @Test("where nothing can be changed there are no such commands, and no word of fields or matches")
  func reader() async throws {
    let table = try await run(["providers", "spectator"], ending: 0).output
    for words in ["--match", "create", "delete", "update", "upsert"] {
      #expect(!table.contains(words), "\(table)")
    }
    let errors = try await run(
      ["create", "--input", try input(), "--provider", "spectator"], ending: 2
    ).errors
    #expect(errors.contains("error: Spectator has no way to create links\n"), "\(errors)")
    let added = ["Posto", "Stella"]
    let makers = ProviderList.all.filter { $0.creation != nil && !added.contains($0.title) }
    let names = (makers.map(\.title) + added).joined(separator: ", ")
    #expect(errors.contains("hint: create works at \(names)\n"), "\(errors)")
  }

  @Test("what it lacks is a usage error that names who has it, before a key or a row is looked for")
  func lacking() async throws {
    let posto = ["--provider", "posto", "--group", "g"]
    for (command, able) in [
      (
        ["delete", "x"],
        "hint: delete works at Dub, Hoko, ShortPen, YOURLS, Shlink, Kutt, Short.io, Rebrandly, Bitly, Stella"
      ),
      (["update", "x", "--set", "a=b"], "hint: update works at Dub"),
      (["upsert", "--match", "id"], "hint: upsert works at Dub"),
    ] {
      let errors = try await run(
        command + posto, environment: ["POSTO_API_KEY": ""], ending: 2
      ).errors
      #expect(errors.contains("error: Posto has no way to \(command[0]) links\n"), "\(errors)")
      #expect(errors.contains(able), "\(errors)")
    }
  }

  @Test("a setting is needed where the provider says so, and refused where there is none")
  func needed() async throws {
    let create = ["create", "--input", try input(), "--dry-run", "--provider"]
    let missing = try await run(create + ["posto"], ending: 2).errors
    #expect(missing.contains("error: Posto needs --group"), "\(missing)")
    let other = try await run(create + ["dub", "--group", "g"], ending: 2).errors
    #expect(other.contains("error: --group is no setting of Dub\n"), "\(other)")
    #expect(other.contains("hint: leave it out; Bitly, Posto or Stella takes it\n"), "\(other)")
    let wrong = try await run(create + ["posto", "--group=a b"], ending: 2).errors
    #expect(wrong.contains("error: --group is not the name of a group\n"), "\(wrong)")
    _ = try await run(create + ["posto", "--group", "g"], ending: 0)
    _ = try await run(create + ["posto"], environment: ["POSTO_GROUP": "g"], ending: 0)
    _ = try await run(create + ["stella"], environment: ["POSTO_GROUP": "g"], ending: 0)
  }

  @Test("a profile gives settings, and config check tells which they are and where they are from")
  func profile() async throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("linkctl"), withIntermediateDirectories: false)
    _ = try folder.write(
      #"{"profiles":{"a":{"provider":"posto","group":"north","homeServer":"https://own.example"},"b":{"group":"x"},"c":{"provider":"dub","group":"x"}}}"#,
      to: "linkctl/config.json")
    let environment = ["XDG_CONFIG_HOME": folder.path, "POSTO_GROUP": "south"]
    let check = ["config", "check", "--profile"]
    let named = try await run(check + ["a"], environment: environment, ending: 0).output
    for words in [
      "Posto at https://own.example", "workspace id  north",
      "group         north, from \(folder.path)",
    ] {
      #expect(named.contains(words), "\(named)")
    }
    let document = try await run(
      check + ["a", "-o", "json", "--group", "east"], environment: environment, ending: 0)
    #expect(
      document.output.contains(
        #""settings":{"group":"east","home-server":"https://own.example"}"#))
    // Another provider does not get what is the profile's own.
    let other = try await run(
      check + ["a", "--provider", "stella"], environment: environment, ending: 2)
    #expect(other.errors.contains("there is no API key for Stella"), "\(other.errors)")
    for (name, words) in [
      ("b", #"profile "b": what a provider needs beside the key belongs to one provider"#),
      ("c", #"profile "c": group is no setting of Dub"#),
    ] {
      let errors = try await run(check + [name], environment: environment, ending: 2).errors
      #expect(errors.contains(words), "\(errors)")
    }
  }

  @Test("a journal of another setting is refused")
  func journal() async throws {
    let journal = folder.file("journal")
    let create = [
      "create", "--input", try input(), "--provider", "posto", "--journal", journal, "--retries",
      "0", "--group",
    ]
    _ = try await run(create + ["north"], ending: 3)
    let other = try await run(create + ["south"], ending: 2).errors
    #expect(
      other.contains("is the journal of another job") && other.contains("group north"), "\(other)")
    _ = try await run(create + ["north"], ending: 3)
  }
}
