// The program as a person runs it: a child process with a command of its own.

import Arguments
import Foundation
import Records
import Sandbox
import TestSupport
import Testing
import linkctl_sandbox

@Suite(.inTurn) struct ProgramTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// The built program, beside the test bundle.
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("linkctl-sandbox")

  private struct Result {
    var status: Int32
    var isSignal: Bool
    var output: String
    var errors: String
  }

  private func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    for name in ["out", "err"] { _ = try folder.write("", to: name) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.file("err")))
    try process.run()
    return process
  }

  private func result(of process: Process) throws -> Result {
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
      output: try text("out"), errors: try text("err"))
  }

  private func run(_ arguments: String...) throws -> Result {
    try result(of: try start(arguments))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  /// Waits until the program has written its variables.
  private func waitForOutput(_ mark: String) throws {
    #expect(try Patience.block { try text("out").contains(mark) })
  }

  @Test("the table of options has no fault in itself")
  func table() {
    #expect(SandboxTable.program.problems() == [])
  }

  @Test("the command's status is the program's", arguments: [0, 1, 3, 130])
  func status(code: Int) throws {
    let result = try run("--", "sh", "-c", "exit \(code)")
    #expect(result.status == Int32(code))
    #expect(!result.isSignal)
    #expect(result.errors.contains("dub: no requests; 0 links deleted, 100 left"))
  }

  @Test("a command that dies of a signal is followed into it")
  func signal() throws {
    let result = try run("-q", "--", "sh", "-c", "kill -USR1 $$")
    #expect(result.isSignal)
    #expect(result.status == SIGUSR1)
    #expect(result.errors == "")
  }

  @Test("the command finds its variables and the program's folder first in PATH")
  func environment() throws {
    let result = try run("-q", "--provider", "hoko", "--", "env")
    let variables = Dictionary(
      result.output.split(separator: "\n").map { line in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts.last ?? ""))
      }
    ) { first, _ in first }
    #expect(variables["LINKCTL_PROVIDER"] == "hoko")
    #expect(variables["LINKCTL_BASE_URL"] == variables["LINKCTL_SANDBOX_HOKO_URL"])
    #expect(variables["LINKCTL_BASE_URL"]?.hasPrefix("http://127.0.0.1:") == true)
    #expect(variables["DUB_API_KEY"] == SandboxKey.full(.dub))
    #expect(variables["SHORTPEN_API_KEY"] == SandboxKey.full(.shortpen))
    for provider in SandboxProvider.allCases {
      let name = provider.rawValue.uppercased()
      #expect(variables["\(name)_API_KEY"] == SandboxKey.full(provider))
      let address = variables["LINKCTL_SANDBOX_\(name)_URL"]
      #expect(address?.hasSuffix(provider.basePath) == true)
    }
    #expect(variables["LINKCTL_SANDBOX_YOURLS_URL"]?.hasSuffix("/yourls-api.php") == true)
    let own = Self.program.resolvingSymlinksInPath().deletingLastPathComponent().path
    #expect(variables["PATH"]?.hasPrefix(own + ":") == true)
  }

  @Test("the IDs of a file are there, and those that are left are written to the state file")
  func files() throws {
    let ids = try folder.write("# mine\na\nb\next_c\n", to: "ids.txt")
    let script = """
      exec 3<>/dev/tcp/127.0.0.1/${LINKCTL_BASE_URL##*:}
      printf 'DELETE /links/bulk?linkIds=a,ext_c HTTP/1.0\\r\\nAuthorization: Bearer %s\\r\\n\\r\\n' \
        "$DUB_API_KEY" >&3
      cat <&3
      """
    let result = try run(
      "--ids-file", ids, "--state-file", folder.file("state"), "--", "bash", "-c", script)
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("{\"deletedCount\":2}"))
    #expect(
      result.errors
        == "linkctl-sandbox: dub: 1 request (delete 200 × 1); 2 links deleted, 1 left; 0 rate-limited; at most 1 in flight\n"
    )
    #expect(try text("state") == "dub\tb\n")
  }

  @Test("creates are reported, and the links that are left are written with their fields")
  func created() throws {
    let script = """
      exec 3<>/dev/tcp/127.0.0.1/${LINKCTL_BASE_URL##*:}
      body='[{"url":"https://a.example","tagNames":["b"],"domain":"x.example"}]'
      printf 'POST /links/bulk HTTP/1.0\\r\\nAuthorization: Bearer %s\\r\\nContent-Length: %d\\r\\n\\r\\n%s' \
        "$DUB_API_KEY" ${#body} "$body" >&3
      cat <&3
      """
    let result = try run(
      "--links", "0", "--dub-tags", "a,b", "--dub-domains", "w.example,x.example", "--links-file",
      folder.file("links"), "--", "bash", "-c", script)
    #expect(
      result.errors.contains(
        "dub: 1 request (create 200 × 1); 1 link created, 0 updated, 0 deleted, 1 left")
    )
    let link = try JSONValue(parsing: Array(try text("links").utf8))
    #expect(link["domain"] == "x.example")
    #expect(link["tagId"] == "tag_2")
  }

  @Test("links have the shape that the options give them, and another client's changes are told")
  func shaped() throws {
    let script = """
      exec 3<>/dev/tcp/127.0.0.1/${LINKCTL_BASE_URL##*:}
      printf 'GET /links/count?groupBy=folderId&showArchived=true HTTP/1.0\\r\\nAuthorization: Bearer %s\\r\\n\\r\\n' \
        "$DUB_API_KEY" >&3
      cat <&3
      """
    let result = try run(
      "--links", "1000", "--folders", "2", "--tags", "3", "--archived", "10", "--clicks", "5",
      "--same-moment", "50", "--dub-mega-folders", "1", "--dub-imported", "10", "--churn",
      "3/request,seed=9", "--links-file", folder.file("links"), "--", "bash", "-c", script)
    #expect(result.output.contains(#""folderId":"fold_seed_2""#))
    #expect(
      result.errors.contains(
        "0 links deleted, 1,001 left; another client added 2 and deleted 1; 0 rate-limited"))
    let links = try text("links").split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))
    }
    #expect(links.count == 1001)
    #expect(links.contains { $0["tags"]?.array?.isEmpty == false && $0["archived"] == true })
  }

  @Test("how a stand-in behaves can be set, more than once")
  func choices() throws {
    let script = """
      exec 3<>/dev/tcp/127.0.0.1/$(echo "${LINKCTL_BASE_URL##*:}" | cut -d/ -f1)
      printf 'GET /yourls-api.php?action=delete&shorturl=k1 HTTP/1.0\\r\\n\\r\\n' >&3
      cat <&3
      """
    let result = try run(
      "--provider", "yourls", "--links", "1", "--set", "yourls.plugins=", "--set",
      "yourls.private=no", "--", "bash", "-c", script)
    #expect(result.output.hasPrefix("HTTP/1.1 403"))
    #expect(
      result.errors.contains("yourls: 1 request (delete 403 × 1); 0 links deleted, 1 left"))
  }

  @Test("a signal is handed on to the command, whose end decides")
  func forwarding() throws {
    let script = "trap 'exit 42' TERM; echo ready; while :; do sleep 0.05; done"
    let process = try start(["-q", "--", "sh", "-c", script])
    try waitForOutput("ready")
    process.terminate()
    let result = try result(of: process)
    #expect(result.status == 42)
    #expect(!result.isSignal)
  }

  @Test("without a command the variables are written and a signal ends it")
  func staying() throws {
    let process = try start(["--links", "1"])
    try waitForOutput("export PATH=")
    #expect(try text("out").contains("export LINKCTL_PROVIDER='dub'\n"))
    process.interrupt()
    let result = try result(of: process)
    #expect(result.status == 0)
    #expect(result.errors.contains("0 links deleted, 1 left"))
  }

  @Test("a sandbox without a command ends after its time, or with the program that started it")
  func ending() throws {
    #expect(try run("-q", "--for", "0.05").status == 0)
    let started = folder.file("pid")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", "\"$0\" -q >\"$1.out\" 2>&1 & echo $! >\"$1\"; sleep 0.5", Self.program.path, started,
    ]
    try shell.run()
    shell.waitUntilExit()
    let pid = try #require(pid_t(try text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(Patience.block { kill(pid, 0) != 0 })
  }

  @Test("the IDs of seeded links can be printed")
  func printedIDs() throws {
    let result = try run("--provider", "shortpen", "--print-ids", "3")
    #expect(result.output == "501\n502\n503\n")
    #expect(try run("--print-ids", "10001").output.split(separator: "\n").count == 10_001)
  }

  @Test(
    "a command line that means nothing is status 2 and runs nothing",
    arguments: [
      (["--fault", "explode", "--", "touch", "x"], "--fault takes"),
      (["--limit", "many", "--", "touch", "x"], "--limit takes"),
      (["--churn", "5/m", "--", "touch", "x"], "--churn takes changes and a span"),
      (["--archived", "101", "--", "touch", "x"], "--archived takes"),
      (["--ids-file", "/nonexistent", "--", "touch", "x"], "cannot read /nonexistent"),
      (["--for", "5", "--", "touch", "x"], "--for is for a sandbox without a command"),
      (["--print-ids", "5", "--", "touch", "x"], "--print-ids is for a sandbox without a command"),
      (["--limit-kind", "token-bucket", "--", "touch", "x"], "--limit-kind needs a limit"),
      (["touch", "x"], "\"touch\" is not an option"),
      (["--provider", "tinyurl"], "--provider takes"),
      (["--set", "yourls.charset=64", "--", "touch", "x"], "--set takes yourls.charset=VALUE"),
      (["--set", "yourls", "--", "touch", "x"], "--set takes NAME=VALUE"),
    ])
  func usage(arguments: [String], words: String) throws {
    let result = try result(of: try start(arguments))
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("linkctl-sandbox: error: "))
    #expect(result.errors.contains(words))
    #expect(result.output == "")
  }

  @Test("an ID that the provider could not have given is named by file and line")
  func badIDsFile() throws {
    let ids = try folder.write("501\nx\n", to: "ids.txt")
    let result = try run("--provider", "shortpen", "--ids-file", ids, "--", "true")
    #expect(result.status == 2)
    #expect(result.errors.contains("\(ids):2: \"x\" is not an ID that shortpen gives"))
  }

  @Test("a command that is not there is 127, one that cannot be run 126")
  func missingCommand() throws {
    let missing = try run("--", "no-such-command-anywhere")
    #expect(missing.status == 127)
    #expect(missing.errors.contains("there is no command \"no-such-command-anywhere\""))
    #expect(try run("--", folder.path).status == 126)
  }

  @Test("help and version are answered")
  func help() throws {
    #expect(try run("--version").output.hasPrefix("linkctl-sandbox "))
    #expect(try run("-h").output.contains("--ids-file FILE"))
    #expect(try run("--help").output.contains("act-then-close"))
  }
}
