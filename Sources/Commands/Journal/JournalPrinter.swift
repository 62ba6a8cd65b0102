// A journal's outcomes on their way to standard output.

import Arguments
import Bulk
import Records

/// Prints outcomes as a journal is read, and at its end what they add up to.
struct JournalPrinter {
  private let console: Console
  private let format: JournalFormat
  private var isFirst = true
  /// The rows of batches that have no outcome yet.
  private var intents: [Int: JournalIntent] = [:]
  private var run = 0

  init(_ console: Console, _ format: JournalFormat) {
    self.console = console
    self.format = format
  }

  /// Takes in a line that counts, and what is known after it.
  mutating func add(_ line: JournalLine, _ replay: JournalReplay) {
    switch line {
    case .header(let job): begin(job)
    case .run(let run):
      // What earlier runs left without an outcome never gets one.
      for intent in intents.values.sorted(by: { $0.batch < $1.batch }) { addOpen(intent) }
      intents = [:]
      self.run = run.number
    case .intent(let intent): intents[intent.batch] = intent
    case .outcome(let outcome):
      guard let intent = intents.removeValue(forKey: outcome.batch) else { return }
      for (row, recorded) in zip(intent.all, outcome.rows) {
        add(RecordedRow(run: run, batch: outcome.batch, fingerprint: row, outcome: recorded))
      }
    }
  }

  /// Shows what is in flight, and the sum.
  mutating func end(_ replay: JournalReplay, torn: Int) {
    for intent in replay.batchesUnderWay { addOpen(intent) }
    let summary = JournalSummary(replay, torn: torn)
    switch format {
    case .table: console.result(HarmlessText.escaped(summary.words) + "\n")
    case .ndjson: break
    case .json:
      var text = [UInt8]("\n],\"summary\":".utf8)
      summary.json.write(to: &text)
      console.result(text + "}\n".utf8)
    }
  }

  private func begin(_ job: JournalJob) {
    switch format {
    case .table: console.result("BATCH  STATUS         ID                     DETAIL\n")
    case .ndjson: break
    case .json:
      var text = [UInt8](#"{"job":"#.utf8)
      job.json.write(to: &text)
      console.result(text + #","outcomes":["#.utf8)
    }
  }

  private mutating func addOpen(_ intent: JournalIntent) {
    for row in intent.all {
      add(RecordedRow(run: run, batch: intent.batch, fingerprint: row, outcome: nil))
    }
  }

  private mutating func add(_ row: RecordedRow) {
    switch format {
    case .table: console.result(row.line)
    case .ndjson: console.result(row.text + "\n".utf8)
    case .json:
      console.result((isFirst ? "\n" : ",\n").utf8 + row.text)
      isFirst = false
    }
  }
}
