// One row of a journal as it is shown.

import Arguments
import Bulk
import Providers
import Records

/// What a journal tells of one row of one batch.
struct RecordedRow {
  var run: Int
  var batch: Int
  var fingerprint: Fingerprint
  var state: State

  enum State {
    case settled(JournalRowOutcome)
    /// A request went, and nothing is recorded of what came of it.
    case inFlight
    /// It was about to be sent.
    case announced
  }

  private var outcome: JournalRowOutcome? {
    if case .settled(let outcome) = state { outcome } else { nil }
  }

  private var status: String {
    switch state {
    case .settled(let outcome): outcome.status.rawValue
    case .inFlight: "in_flight"
    case .announced: "announced"
    }
  }

  /// As JSON, without a line end.
  var text: [UInt8] {
    var object: JSONObject = [
      "run": .number(JSONNumber(run)), "batch": .number(JSONNumber(batch)),
      "status": .string(status),
    ]
    if let detail = outcome?.detail {
      object.append("code", .string(detail.code))
      object.append("message", .string(detail.message))
    }
    if let id = outcome?.id { object.append("id", .string(id)) }
    if let link = outcome?.link { object.append("link", .string(link)) }
    object.append("fingerprint", .string(fingerprint.text))
    var text: [UInt8] = []
    JSONValue.object(object).write(to: &text)
    return text
  }

  /// As a line of a table.
  var line: String {
    let detail = outcome?.detail.map { "\($0.code): \($0.message)" }
    let cells = [
      (String(batch), 5), (status, 13), (outcome?.id ?? "-", 21),
      (detail ?? outcome?.link ?? "", 0),
    ]
    var line = ""
    for (index, (cell, width)) in cells.enumerated() {
      let cell = HarmlessText.escaped(cell)
      let padding = String(repeating: " ", count: max(0, width - cell.count))
      line += index == 0 ? padding + cell : "  " + cell + padding
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line + "\n"
  }
}
