// A journal's outcomes on their way to standard output.

import Arguments
import Bulk
import Records

/// Prints outcomes as a journal is read, and at its end what they add up to.
struct JournalPrinter {
  private let console: Console
  private let format: JournalFormat
  private var isFirst = true
  /// Batches that have no outcome yet.
  private var underWay: [Int: BatchUnderWay] = [:]
  private var run = 0

  init(_ console: Console, _ format: JournalFormat) {
    self.console = console
    self.format = format
  }

  /// Takes in a line that counts.
  mutating func add(_ line: JournalLine) {
    switch line {
    case .header(let job): begin(job)
    case .run(let run):
      // What earlier runs left without an outcome never gets one.
      addUnderWay()
      self.run = run.number
    case .intent(let intent): underWay[intent.batch] = BatchUnderWay(intent)
    case .ended: break
    case .sent(let batch, let rows): _ = underWay[batch]?.send(rows)
    case .outcome(let outcome):
      guard let intent = underWay.removeValue(forKey: outcome.batch)?.intent else { return }
      for (row, recorded) in zip(intent.all, outcome.rows) {
        add(
          RecordedRow(run: run, batch: outcome.batch, fingerprint: row, state: .settled(recorded)))
      }
    }
  }

  /// Shows what is under way, and the sum.
  mutating func end(_ replay: JournalReplay, torn: Int) {
    addUnderWay()
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

  private mutating func addUnderWay() {
    for batch in underWay.values.sorted(by: { $0.intent.batch < $1.intent.batch }) {
      for (index, row) in batch.intent.all.enumerated() {
        add(
          RecordedRow(
            run: run, batch: batch.intent.batch, fingerprint: row,
            state: batch.isSent(index) ? .inFlight : .announced))
      }
    }
    underWay = [:]
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
