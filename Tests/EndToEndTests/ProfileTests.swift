import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Profiles and `config check` with the real binary.
@Suite(.inTurn) struct ProfileTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.file("linkctl"), withIntermediateDirectories: false)
  }

  private func rehearsal(_ provider: SandboxProvider) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = 10
    return try Rehearsal(provider, options)
  }

  /// Makes `work` a profile that leads to the sandbox, with these further members.
  private func write(_ rehearsal: Rehearsal, _ members: String, mode: Int = 0o600) throws {
    let base = rehearsal.sandbox.baseURL(of: rehearsal.provider)
    let path = try folder.write(
      #"{"profiles":{"work":{"provider":"\#(rehearsal.provider.rawValue)","baseUrl":"\#(base)",\#(members)}}}"#,
      to: "linkctl/config.json")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  private func run(
    _ rehearsal: Rehearsal, _ arguments: [String], _ environment: [String: String] = [:],
    input: String? = nil
  ) async throws -> Tool.Run {
    let run = try await rehearsal.linkctl.run(
      arguments + ["--profile", "work"],
      environment: environment.merging(["XDG_CONFIG_HOME": folder.path]) { first, _ in first },
      input: input)
    // Wherever a key comes from, it is never shown.
    #expect(!(run.output + run.errors).contains(SandboxKey.full(rehearsal.provider)))
    return run
  }

  @Test(
    "a profile leads to the key, by a line, by words, by a file, or by itself",
    arguments: [
      #""apiKeyCommand":"printf '%s\\nlogin: me\\n' KEY""#,
      #""apiKeyCommand":["printf","%s","KEY"]"#,
      #""apiKeyCommand":"test -n \"$XDG_CONFIG_HOME\" && echo KEY""#, #""apiKeyFile":"key""#,
      #""apiKey":"KEY""#,
    ])
  func keys(member: String) async throws {
    let rehearsal = try rehearsal(.dub)
    let key = SandboxKey.full(.dub)
    _ = try folder.write(key + "\n", to: "linkctl/key")
    try write(rehearsal, member.replacingOccurrences(of: "KEY", with: key))
    let ids = rehearsal.ids(1...3)
    let run = try await run(rehearsal, ["delete", "-o", "ndjson", "-v"] + ids)
    #expect(run.status == 0, "\(run.errors)")
    #expect(rehearsal.sandbox.ids(of: .dub).count == 7)
  }

  @Test("the command of a key does not eat the rows")
  func standardInput() async throws {
    let rehearsal = try rehearsal(.dub)
    try write(
      rehearsal, #""apiKeyCommand":"cat >/dev/null; printf '%s' \#(SandboxKey.full(.dub))""#)
    let ids = rehearsal.ids(1...3).joined(separator: "\n")
    let run = try await run(rehearsal, ["delete", "--ids-file", "-"], input: ids)
    #expect(run.status == 0, "\(run.errors)")
    #expect(rehearsal.sandbox.ids(of: .dub).count == 7)
  }

  @Test(
    "a command that fails, that is not there, or that prints no key, is said and nothing is sent",
    arguments: [
      (#""echo oops >&2; exit 3""#, "ended with status 3"),
      (#"["/nowhere/at-all"]"#, "no such file"), (#""true""#, "is not an API key"),
      (#""kill -9 $$""#, "status 137"), (#""exec yes k""#, "status 143"),
    ])
  func failingCommands(command: String, words: String) async throws {
    let rehearsal = try rehearsal(.dub)
    try write(rehearsal, #""apiKeyCommand":\#(command)"#)
    let run = try await run(rehearsal, ["delete", "link_x"])
    #expect(run.status == 2)
    let place = "\(folder.file("linkctl/config.json")): profile \"work\": apiKeyCommand"
    #expect(run.errors.contains(place), "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.contains("hint: "))
    #expect(rehearsal.counters.total() == 0)
  }

  @Test("a dry run needs no key, so no command is run for one")
  func dryRun() async throws {
    let rehearsal = try rehearsal(.dub)
    try write(rehearsal, #""apiKeyCommand":"touch '\#(folder.file("ran"))'; exit 1""#)
    #expect(try await run(rehearsal, ["delete", "--dry-run", "link_x"]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.file("ran")))
  }

  @Test("a key that others can read stops everything")
  func readable() async throws {
    let rehearsal = try rehearsal(.dub)
    try write(rehearsal, #""apiKey":"\#(SandboxKey.full(.dub))""#, mode: 0o644)
    let run = try await run(rehearsal, ["delete", "link_x"])
    #expect(run.status == 2 && rehearsal.counters.total() == 0)
    #expect(run.errors.contains("chmod 600 \(folder.file("linkctl/config.json"))"))
  }

  @Test("config check tells whose key it is, as far as each provider does")
  func check() async throws {
    for (provider, words) in [
      (SandboxProvider.dub, ["ws_sandbox", "599 left", "whether the key may change links"]),
      (.hoko, ["which no call at Hoko tells", "left"]),
      (.shortpen, ["sam@example.com", "Sandbox", "100,000 left", "60 requests a minute"]),
    ] {
      let rehearsal = try rehearsal(provider)
      try write(rehearsal, #""apiKeyCommand":"printf %s \#(SandboxKey.full(provider))""#)
      let run = try await run(rehearsal, ["config", "check"])
      #expect(run.status == 0, "\(run.errors)")
      for word in words + ["apiKeyCommand of profile \"work\"", "config.json"] {
        #expect(run.output.contains(word), "\(run.output)")
      }
      let other = try await self.run(rehearsal, ["config", "check", "-o", "json"])
      let document = try JSONValue(parsing: [UInt8](other.output.utf8))
      #expect(document["provider"]?.string == provider.rawValue)
      #expect(document["profile"]?.string == "work")
      #expect(document["not_known"]?.array?.isEmpty == false)
      #expect(rehearsal.sandbox.ids(of: provider).count == 10)
    }
  }

  @Test("config check says that a key is refused, and where it was from")
  func wrongKey() async throws {
    for provider in SandboxProvider.ofLinkctl {
      let rehearsal = try rehearsal(provider)
      try write(rehearsal, #""apiKeyCommand":"echo wrong""#)
      let run = try await run(rehearsal, ["config", "check"])
      #expect(run.status == 3 && run.output.isEmpty, "\(run.output)")
      #expect(run.errors.contains("refused the key"), "\(run.errors)")
      #expect(run.errors.contains("apiKeyCommand of profile \"work\""), "\(run.errors)")
    }
  }

  @Test(
    "config check says what is wrong with an answer, and never shows a key that is sent back",
    arguments: [
      ("status=500", 3, "out of reach"), ("status=429 header=\"Retry-After: 7\"", 3, "wait 7"),
      ("status=200 body=\"<html>\"", 3, "does not answer as Dub's API"),
      ("status=307 header=\"Location: https://x.example\"", 3, "redirects to https://x.example"),
      ("close", 3, "out of reach"),
      (
        "status=200 body=\"[{\\\"id\\\":\\\"link_1\\\",\\\"workspaceId\\\":\\\"KEY\\\"}]\"", 0,
        "[key]"
      ),
    ])
  func answers(fault: String, status: Int32, words: String) async throws {
    var options = SandboxOptions()
    let text = fault.replacingOccurrences(of: "KEY", with: SandboxKey.full(.dub))
    options.faults = [try FaultRule(parsing: "dub list \(text)")]
    let rehearsal = try Rehearsal(.dub, options)
    try write(rehearsal, #""apiKey":"\#(SandboxKey.full(.dub))""#)
    // Faults are tried again and limits waited for, as everywhere, so the test says how often and how long.
    let run = try await run(
      rehearsal, ["config", "check", "--retries", "0", "--max-wait", "5"])
    #expect(run.status == status, "\(run.errors)")
    #expect((run.output + run.errors).contains(words), "\(run.output)\(run.errors)")
  }

  @Test(
    "config check asks again after a fault, and waits for a limit as it is told to",
    arguments: [
      ("first=1 status=503 header=\"Retry-After: 2\"", "did not answer as it should; waiting"),
      ("first=1 status=429 header=\"Retry-After: 2\"", "takes no request now; waiting"),
    ])
  func patience(fault: String, words: String) async throws {
    var options = SandboxOptions()
    options.links = 10
    options.faults = [try FaultRule(parsing: "dub list \(fault)")]
    let rehearsal = try Rehearsal(.dub, options)
    try write(rehearsal, #""apiKey":"\#(SandboxKey.full(.dub))""#)
    let run = try await run(rehearsal, ["config", "check", "-v"])
    #expect(run.status == 0 && run.output.contains("ws_sandbox"), "\(run.errors)")
    #expect(run.errors.contains("Dub \(words)"), "\(run.errors)")
    let lines = run.errors.split(separator: "\n").filter { $0.contains("GET /links") }
    #expect(lines.count == 2 && lines.last?.contains("-> 200") == true, "\(run.errors)")
  }

  @Test("a signal ends config check at once, whatever it waits for")
  func interrupted() async throws {
    var options = SandboxOptions()
    options.faults = [try FaultRule(parsing: "dub list hang")]
    let rehearsal = try Rehearsal(.dub, options)
    let child = try ChildProcess(
      rehearsal.linkctl.path, ["config", "check"], environment: rehearsal.environment,
      standardOutput: folder.file("out"), standardError: folder.file("errors"))
    let isReached = try await Patience.wait(
      while: { child.isRunning }, until: { rehearsal.counters.total() == 1 })
    try #require(isReached)
    child.signal(SIGINT)
    #expect(try await child.ending() == 130)
    let errors = try folder.text(of: "errors")
    #expect(errors.contains("error: interrupted by SIGINT\n"), "\(errors)")
    #expect(errors.contains("hint: run it again\n") && !errors.contains("rows"), "\(errors)")
  }

  @Test("a key file that is missing or holds no key is named with its profile")
  func keyFiles() async throws {
    let rehearsal = try rehearsal(.dub)
    try write(rehearsal, #""apiKeyFile":"key""#)
    let missing = try await run(rehearsal, ["delete", "link_x"])
    #expect(missing.status == 2 && missing.errors.contains("no such file"), "\(missing.errors)")
    #expect(missing.errors.contains("apiKeyFile \(folder.file("linkctl/key"))"))
    _ = try folder.write("two words", to: "linkctl/key")
    let wrong = try await run(rehearsal, ["delete", "link_x"])
    #expect(wrong.status == 2 && wrong.errors.contains("does not hold an API key"))
    #expect(!wrong.errors.contains("two words"))
  }

  @Test("config check at a workspace without links says what that leaves open")
  func emptyWorkspace() async throws {
    let rehearsal = try Rehearsal(.dub)
    let run = try await rehearsal.linkctl.run(
      ["config", "check"], environment: rehearsal.environment)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("which workspace it is"))
    #expect(run.output.contains("DUB_API_KEY"))
  }

  @Test("a profile that is named goes before the environment, and the default one does not")
  func order() async throws {
    let rehearsal = try rehearsal(.dub)
    try write(rehearsal, #""apiKey":"\#(SandboxKey.full(.dub))""#)
    let other = [
      "DUB_API_KEY": "dub_wrong", "LINKCTL_PROVIDER": "hoko",
      "LINKCTL_BASE_URL": "http://127.0.0.1:9", "XDG_CONFIG_HOME": folder.path,
    ]
    let ids = rehearsal.ids(1...1)
    let named = try await run(rehearsal, ["delete"] + ids, other)
    #expect(named.status == 0, "\(named.errors)")
    let base = rehearsal.sandbox.baseURL(of: .dub)
    let own = [
      "DUB_API_KEY": "dub_wrong", "LINKCTL_PROVIDER": "dub", "LINKCTL_BASE_URL": base,
      "LINKCTL_PROFILE": "work", "XDG_CONFIG_HOME": folder.path,
    ]
    let chosen = try await rehearsal.linkctl.run(["delete"] + ids, environment: own)
    #expect(
      chosen.status == 3 && chosen.errors.contains("the key in DUB_API_KEY"), "\(chosen.errors)")
  }

  @Test("an address of the environment is of the provider that stands beside it, or refused")
  func address() async throws {
    let rehearsal = try rehearsal(.dub)
    let base = ["LINKCTL_BASE_URL": rehearsal.sandbox.baseURL(of: .dub), "DUB_API_KEY": "k"]
    try write(rehearsal, #""rate":5"#)
    let alone = try await rehearsal.linkctl.run(
      ["delete", "--provider", "dub", "x"], environment: base)
    let other = try await rehearsal.linkctl.run(
      ["config", "check", "--provider", "dub"],
      environment: base.merging(["LINKCTL_PROVIDER": "hoko"]) { $1 })
    for run in [alone, other] {
      #expect(run.status == 2 && run.errors.contains("LINKCTL_BASE_URL"), "\(run.errors)")
      #expect(run.errors.contains("hint: export LINKCTL_PROVIDER=dub"), "\(run.errors)")
    }
    #expect(rehearsal.counters.total() == 0)
    let given = try await rehearsal.linkctl.run(
      ["config", "check", "--provider", "dub"] + ["--base-url", base["LINKCTL_BASE_URL"] ?? ""],
      environment: base.merging(["LINKCTL_PROVIDER": "hoko"]) { $1 })
    #expect(given.status == 3 && given.errors.contains("refused the key"), "\(given.errors)")
  }
}
