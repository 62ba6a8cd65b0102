import Foundation
import HTTP
import Records
import Sandbox
import Synchronization
import TestSupport
import Testing

/// The progress line, as it is seen on a real pseudo-terminal.
@Suite(.inTurn) struct ProgressTests {
  private let folder: TemporaryDirectory
  private let rehearsal: Rehearsal
  private let file: String

  /// 60 requests of 40 rows, each of which takes a while; the last ten rows are no links.
  private static let rows = 2_400
  private static let pace = ["--batch-size", "40", "-c", "2", "-y"]

  init() throws {
    folder = try TemporaryDirectory()
    var options = SandboxOptions()
    options.links = Self.rows - 10
    options.limit = .none
    options.latency = try Latency(parsing: "100ms")
    rehearsal = try Rehearsal(.dub, options)
    file = try folder.write(
      rehearsal.ids(1...Self.rows).joined(separator: "\n"), to: "ids.txt")
  }

  private var delete: [String] { ["delete", "--ids-file", file] + Self.pace }

  @Test("the line shows bar, rows, rate and time left below the results, and is gone in the end")
  func sameTerminal() async throws {
    let run = try await rehearsal.onTerminal(delete, columns: 100)
    #expect(run.status == 1 && run.screen.surprises.isEmpty, "\(run.screen.surprises)")
    #expect(run.progress.count >= 3, "\(run.progress)")
    #expect(run.progress.allSatisfy { $0.count < 100 && $0.contains("/2,400 rows") })
    #expect(
      run.progress.contains { $0.contains(/^\[=*> *\]  [0-9]+%  .*[0-9]\/s .*[1-9][0-9]* s left/) })
    let lines = run.screen.lines
    #expect(lines.count == Self.rows + 2)
    #expect(lines.first?.hasPrefix(" ROW  STATUS") == true)
    for (row, line) in lines.dropFirst().prefix(Self.rows).enumerated() {
      #expect(
        line.contains(/^ {0,3}[0-9]+  [a-z_]+ +link_/) && line.contains("\(row + 1)  "), "\(line)")
    }
    #expect(lines.last?.contains("2,400 rows: ") == true)
  }

  @Test("JSON on the same terminal stays whole, though its lines end later than they are written")
  func sameTerminalJSON() async throws {
    let run = try await rehearsal.onTerminal(delete + ["-o", "json"], columns: 100)
    #expect(run.progress.count >= 3)
    let document = try JSONValue(parsing: [UInt8](run.screen.lines.dropLast().joined().utf8))
    #expect(document["results"]?.array?.count == Self.rows)
    #expect(run.screen.lines.last?.hasPrefix("linkctl: 2,400 rows: ") == true)
  }

  @Test("messages scroll by above the line, and results in a file know nothing of it")
  func messages() async throws {
    let run = try await rehearsal.onTerminal(delete + ["-v", "-o", "ndjson"], output: "out")
    #expect(run.progress.count >= 3)
    #expect(run.output.split(separator: "\n").count == Self.rows)
    #expect(run.output.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    let lines = run.screen.lines
    #expect(lines.allSatisfy { $0.hasPrefix("linkctl: ") }, "\(lines)")
    #expect(lines.count == rehearsal.counters.total() + 1)
  }

  @Test("at 20 columns the line says how far the run is, and breaks nowhere", arguments: [20, 40])
  func narrow(columns: Int) async throws {
    let run = try await rehearsal.onTerminal(delete, columns: columns, output: "out")
    #expect(
      run.progress.contains { $0.contains(/^(\[=*> *\]  )?[0-9]+% +[0-9,.]+k?\/2[,.]4/) },
      "\(run.progress)")
    #expect(run.screen.drawn.filter { !$0.hasPrefix("linkctl") }.allSatisfy { $0.count < columns })
    #expect(run.screen.lines.count == 1, "\(run.screen.lines)")
  }

  @Test("the line tells what is waited for and how long, and how many rows failed")
  func waits() async throws {
    var options = SandboxOptions()
    options.links = 20
    // A wait that comes however slowly the requests go, and long enough to be drawn.
    var refusal = FaultRule(
      .answer(HTTPResponse(status: 429, headers: ["Retry-After": "9"]), acts: false))
    refusal.after = 12
    refusal.choice = .first(1)
    options.faults = [refusal]
    options.rateHeaders = .none
    let rehearsal = try Rehearsal(.dub, options)
    let ids = rehearsal.ids(1...20) + ["not,one", "nor,this"]
    let file = try folder.write((ids.reversed()).joined(separator: "\n"), to: "few.txt")
    let arguments = ["delete", "--ids-file", file, "--skip-invalid", "--batch-size", "1", "-y"]
    let run = try await rehearsal.onTerminal(arguments, columns: 100)
    #expect(rehearsal.counters.count(of: 429) > 0)
    #expect(run.progress.contains { $0.contains(/rate limit, [1-9] s$/) }, "\(run.progress)")
    #expect(run.progress.contains { $0.contains("  2 failures  ") })
    #expect(run.screen.lines.count == 24)
  }

  @Test("a terminal that is made narrower and wider keeps no pieces of the line")
  func resized() async throws {
    // Long enough for a test that is held up by others.
    let slow = delete + ["-c", "1", "--batch-size", "20"]
    let before = Mutex(0)
    let run = try await rehearsal.onTerminal(slow, columns: 110, output: "out") { session in
      for columns in [30, 60, 25] {
        let drawn = session.screen.drawn.count
        try session.read { $0.drawn.count > drawn + 1 }
        session.resize(columns: columns)
      }
      before.withLock { $0 = session.screen.drawn.count }
    }
    let narrow = run.screen.drawn.dropFirst(before.withLock { $0 } + 1)
      .filter { $0.hasPrefix("[") || $0.firstMatch(of: /^[0-9]+%/) != nil }
    #expect(!narrow.isEmpty && narrow.allSatisfy { $0.count < 25 }, "\(narrow)")
    #expect(run.screen.lines.count == 1, "\(run.screen.lines)")
    #expect(run.screen.lines.first?.hasPrefix("linkctl: 2,400 rows") == true, "\(run.screen.drawn)")
  }

  @Test(
    "Ctrl-C is answered above the line, which goes in the end, typed once or twice",
    arguments: [1, 2])
  func interrupted(times: Int) async throws {
    // The requests in flight keep the run from ending before the second.
    var options = SandboxOptions()
    options.links = 10
    options.latency = try Latency(parsing: "6s")
    let rehearsal = try Rehearsal(.dub, options)
    let arguments = ["delete", "-y", "--batch-size", "1"] + rehearsal.ids(1...10)
    let run = try await rehearsal.onTerminal(arguments, output: "out") { session in
      try session.read { screen in screen.drawn.contains { $0.contains("0%") } }
      for _ in 0..<times {
        session.type("\u{3}")
        // Both at once would be one signal.
        try session.read { screen in
          screen.lines.contains { $0.contains("once more does not wait") }
        }
      }
    }
    #expect(run.status == 130 && !run.progress.isEmpty)
    #expect(run.screen.lines.allSatisfy { !$0.contains("%") }, "\(run.screen.lines)")
    #expect(run.screen.lines.contains { $0.contains("interrupted by SIGINT; ") } == (times == 1))
    #expect(
      run.screen.lines.contains { $0.contains("interrupted by SIGINT again; ") } == (times == 2))
    #expect(run.output.contains("unknown") == (times == 2))
  }

  @Test("the line goes too where three signals end the program at once")
  func sudden() async throws {
    var options = SandboxOptions()
    options.links = 10
    options.faults = [try FaultRule(parsing: "hang")]
    let rehearsal = try Rehearsal(.dub, options)
    let arguments = ["delete", "-y", "--batch-size", "1"] + rehearsal.ids(1...10)
    let run = try await rehearsal.onTerminal(arguments, output: "out") { session in
      try session.read { screen in screen.drawn.contains { $0.contains("0%") } }
      for signal in [SIGSTOP, SIGINT, SIGTERM, SIGHUP, SIGCONT] { session.signal(signal) }
    }
    #expect([SIGINT, SIGTERM, SIGHUP].contains(run.status - 128) && !run.progress.isEmpty)
    #expect(run.screen.lines.allSatisfy { !$0.contains("%") }, "\(run.screen.lines)")
  }

  @Test(
    "where it is unwanted or cannot be drawn, nothing moves",
    arguments: [
      ["--progress", "never"], ["-q"], ["TERM=dumb"],
    ])
  func unwanted(how: [String]) async throws {
    let isDumb = how == ["TERM=dumb"]
    let run = try await rehearsal.onTerminal(
      delete + (isDumb ? [] : how), output: "out",
      environment: isDumb ? ["TERM": "dumb"] : [:]
    )
    #expect(run.status == 1 && run.progress.isEmpty)
    #expect(run.screen.lines.count == (how == ["-q"] ? 0 : 1))
    #expect(!run.screen.hasColor)
  }

  @Test("off a terminal the line is drawn only when it is asked for always, and is erased then")
  func file() async throws {
    let plain = try await rehearsal.linkctl.run(delete, environment: rehearsal.environment)
    #expect(plain.errors.split(separator: "\n").count == 1 && !plain.errors.contains("\u{1B}"))
    var screen = Screen(columns: 50)
    let run = try await rehearsal.linkctl.run(
      delete + ["--progress", "always"],
      environment: rehearsal.environment.merging(["COLUMNS": "50"]) { $1 })
    screen.feed(run.errors.utf8)
    #expect(screen.drawn.contains { $0.contains("%") && $0.count < 50 })
    #expect(!run.output.contains("\u{1B}") && !run.output.contains("%"))
  }

  @Test("a run in the background leaves the shell's line alone")
  func background() async throws {
    let run = try await TerminalSession.run(
      "/bin/bash", ["-c", "set -m; \"$@\" & wait", "bash", rehearsal.linkctl.path] + delete,
      environment: rehearsal.environment, output: "out")
    // What bash says of the end of its job begins with a bracket too.
    #expect(run.progress.allSatisfy { !$0.contains("%") }, "\(run.progress)")
    #expect(run.output.contains("\n2400  "))
  }
}
