// What holds of every run, whatever it does: a result for each row, figures and an exit status that fit,
// rejects that are the rows not done, a backup of what was touched, and no key anywhere.

import Glibc
import Records
import Sandbox
import TestSupport

struct RunPromises {
  let drawn: RandomCase
  let run: RandomRun

  func lies(hasRival: Bool) -> [String] {
    guard !run.isKilled || run.end?.signal != SIGKILL else { return [] }
    guard run.status != 128 + SIGKILL else { return ["it hangs: \(run.errors.suffix(300))"] }
    var lies: [String] = []
    if run.results.map(\.row) != Array(1...drawn.rows.count) {
      lies.append(
        "status \(run.status) with \(run.results.count) results of \(drawn.rows.count) rows: "
          + "\(run.errors.suffix(300))")
      return lies
    }
    if !fits(run.status) {
      lies.append("status \(run.status) with \(figures): \(run.errors.suffix(300))")
    }
    if drawn.output == "json" { lies += liesOfSummary(hasRival: hasRival) }
    return lies
  }

  private var figures: [String: Int] {
    Dictionary(run.results.map { ($0.status, 1) }, uniquingKeysWith: +)
  }

  private func isDone(_ result: LinkReport) -> Bool {
    switch (result.status, result.code) {
    case ("created", _), ("updated", _), ("deleted", _), ("unchanged", _), ("skipped", _): true
    case ("not_found", _), ("unconfirmed", "gone"): drawn.ignoresNotFound
    default: false
    }
  }

  /// The gravest applies: a signal, then a run that stopped early, then what is unknown, then what is not
  /// done.
  private func fits(_ status: Int32) -> Bool {
    let statuses = Set(run.results.map(\.status))
    let maySignal = run.end.map { status == 128 + $0.signal } ?? false
    if maySignal { return true }
    if status == 3 { return mayStop }
    if statuses.contains("not_attempted") { return false }
    if statuses.contains("unknown") { return status == 4 }
    return status == (run.results.allSatisfy(isDone) ? 0 : 1)
  }

  /// Whether the reason that the run gives for its early end was drawn.
  private var mayStop: Bool {
    let weather = drawn.weather
    let reasons: [(words: String, isDrawn: Bool)] = [
      ("refused the key", weather.stops),
      ("--max-failures allows no more", drawn.options.contains("--max-failures")),
      ("is out of reach", weather.losesChanges || weather.spoilsReads),
      ("does not answer as", weather.losesChanges || weather.spoilsReads),
      ("in a way that no row explains", weather.refuses || weather.spoilsReads),
      ("did not list the links", weather.spoilsReads),
    ]
    return reasons.contains { run.errors.contains($0.words) && $0.isDrawn }
  }

  private func liesOfSummary(hasRival: Bool) -> [String] {
    guard let summary = run.summary else { return ["there is no summary"] }
    var lies: [String] = []
    func expect(_ name: String, _ wanted: Int, orMore: Bool = false) {
      let said = Int(summary[name]?.int64 ?? 0)
      if said == wanted || orMore && said > wanted { return }
      lies.append("the summary has \(name) \(said) and not \(wanted)")
    }
    expect("total", drawn.rows.count)
    for (status, count) in figures { expect(status, count) }
    guard !hasRival, !run.isHurried else { return lies }
    expect("requests", run.requests, orMore: drawn.weather.hangs)
    expect("rate_limited", run.refusals)
    return lies
  }

  /// A key in anything that was printed or written.
  func leaks(in files: [String]) -> [String] {
    let key = SandboxKey.full(drawn.provider)
    return (files + [run.output, run.errors]).contains { $0.contains(key) }
      ? ["the key is in the output"] : []
  }

  /// The rejects are the rows that are not done, as they came.
  func lies(ofRejects text: String, input: String) -> [String] {
    guard run.results.count == drawn.rows.count else { return [] }
    let lines = input.split(separator: "\n")
    let wanted = zip(lines, run.results).filter { !isDone($1) }.map(\.0)
    let left = text.split(separator: "\n")
    return left == wanted
      ? [] : ["\(left.count) rejects for \(wanted.count) rows that are not done"]
  }

  /// Every link that changed or went is in the backup as it was before.
  func lies(ofBackup text: String) -> [String] {
    let kept = text.split(separator: "\n").compactMap {
      try? JSONValue(parsing: [UInt8]($0.utf8)).object
    }
    let byID = Dictionary(grouping: kept, by: Rehearsal.id)
    let now = Dictionary(run.after.map { (Rehearsal.id(of: $0), $0) }) { first, _ in first }
    let missing = run.before.filter { link in
      let id = Rehearsal.id(of: link)
      return now[id] != link && byID[id]?.contains(link) != true
    }
    return missing.isEmpty
      ? [] : ["\(missing.count) links were touched and not kept: \(missing.prefix(2))"]
  }
}
