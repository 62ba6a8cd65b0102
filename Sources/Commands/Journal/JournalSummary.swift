// What the lines of a journal add up to, for people and scripts.

import Bulk
import Providers
import Records

/// The figures of a whole journal.
struct JournalSummary {
  private let replay: JournalReplay
  private let torn: Int
  private let done: Int
  private let inDoubt: Int
  private let inFlight: Int
  private let announced: Int

  init(_ replay: JournalReplay, torn: Int) {
    self.replay = replay
    self.torn = torn
    (done, inDoubt) = replay.rows
    let underWay = replay.batchesUnderWay
    inFlight = underWay.reduce(0) { $0 + $1.sentCount }
    announced = underWay.reduce(0) { $0 + $1.intent.all.count - $1.sentCount }
  }

  private var statuses: [(status: Status, count: Int)] {
    Status.allCases.compactMap { status in replay.outcomes[status].map { (status, $0) } }
  }

  /// As one line: the job, where its rows stand, and all outcomes that were recorded.
  var words: String {
    let runs = replay.lastRun?.number ?? 0
    var words = "\(replay.job?.words ?? "no job"): \(runs.counted("run"))"
    words += "; \(done.counted("row")) done, \(inDoubt.grouped) in doubt"
    if inFlight > 0 { words += ", \(inFlight.grouped) in flight" }
    if announced > 0 { words += ", \(announced.grouped) announced and not sent" }
    switch replay.lastOpen {
    case nil: break
    case 0: words += "; the last run left nothing open"
    case .some(let open): words += "; the last run left \(open.counted("row")) open"
    }
    if !statuses.isEmpty {
      words += "; outcomes: "
      words += statuses.map { "\($0.count.grouped) \($0.status.rawValue)" }.joined(separator: ", ")
    }
    if torn > 0 { words += "; a write that was cut off at the end (\(torn.counted("byte")))" }
    return words
  }

  var json: JSONValue {
    var object: JSONObject = [
      "runs": .number(JSONNumber(replay.lastRun?.number ?? 0)),
      "batches": .number(JSONNumber(replay.lastBatch)),
      "done": .number(JSONNumber(done)), "in_doubt": .number(JSONNumber(inDoubt)),
      "in_flight": .number(JSONNumber(inFlight)), "announced": .number(JSONNumber(announced)),
    ]
    if let run = replay.lastRun {
      object.append("last_run_process", .number(JSONNumber(run.process)))
      object.append("last_run_started", .number(JSONNumber(run.started)))
    }
    if let open = replay.lastOpen { object.append("last_run_open", .number(JSONNumber(open))) }
    if torn > 0 { object.append("torn_bytes", .number(JSONNumber(torn))) }
    let counts = statuses.map {
      JSONObject.Member($0.status.rawValue, .number(JSONNumber($0.count)))
    }
    object.append("outcomes", .object(JSONObject(counts)))
    return .object(object)
  }
}

extension JournalJob {
  /// The job as scripts read it.
  var json: JSONValue {
    var object: JSONObject = [
      "format": .number(JSONNumber(JournalLine.format)), "operation": .string(operation),
      "provider": .string(provider), "address": .string(address),
    ]
    for term in terms.sorted(by: { $0.key < $1.key }) {
      object.append(term.key, .string(term.value))
    }
    return .object(object)
  }
}
