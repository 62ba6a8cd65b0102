// Deletes: a link that a row says is deleted was there and is not, and is said to be so by somebody.

import Records
import TestSupport

struct DeleteTruth: RandomTruth {
  let drawn: RandomCase
  private var wasKilled = false

  init(_ drawn: RandomCase) { self.drawn = drawn }

  mutating func lies(of run: RandomRun) -> [String] {
    defer { wasKilled = wasKilled || run.isKilled || run.isHurried }
    let ids = drawn.rows.map { link(of: $0["id"]?.string ?? "") }
    let before = Set(run.before.map(Rehearsal.id))
    let now = Set(run.after.map(Rehearsal.id))
    var lies: [String] = []
    let strangers = before.subtracting(now).subtracting(ids)
    let excused = strangers.filter { isTouched([$0]) }
    if strangers.count > excused.count { lies.append("links that no row names are gone") }
    guard let results = results(of: run) else { return lies }
    for (index, group) in Dictionary(grouping: ids.indices, by: { ids[$0] }).sorted(by: {
      $0.value[0] < $1.value[0]
    }) {
      let isThere = now.contains(index)
      let told = group.map { results[$0] }
      for result in told
      where !isTrue(result, run, was: before.contains(index), isThere: isThere, index, told) {
        lies.append(
          "\(result) of \(drawn.rows[result.row - 1]["id"]?.string ?? ""), which was "
            + "\(before.contains(index)) and is \(isThere)")
      }
      let owns = ["deleted", "unconfirmed", "unknown"]
      if before.contains(index), !isThere, !isTouched([index]),
        !told.contains(where: { owns.contains($0.status) })
      {
        lies.append("\(index) was deleted, and its rows say \(told)")
      }
    }
    return lies
  }

  /// The ID of the link that a row names.
  private func link(of name: String) -> String {
    guard name.hasPrefix("ext_") else { return name }
    let id = name.dropFirst(4).lowercased()
    guard id.hasPrefix("own-"), let number = Int(id.dropFirst(4)), number <= population.count else {
      return name.lowercased()
    }
    return population.id(number)
  }

  private func isTrue(
    _ result: LinkReport, _ run: RandomRun, was: Bool, isThere: Bool, _ id: String,
    _ told: [LinkReport]
  ) -> Bool {
    let isTouched = isTouched([id])
    // Another row, or an earlier run whose answer was lost, may have deleted it.
    let others = told.contains {
      $0.row != result.row && ["deleted", "unconfirmed", "unknown"].contains($0.status)
    }
    switch (result.status, result.code) {
    case ("deleted", _): return !isThere && (was || isTouched || drawn.hasJournal)
    case ("skipped", _): return !isThere && drawn.hasJournal
    case ("not_found", _): return !isThere && (!was || others || isTouched)
    case ("unconfirmed", "gone"): return !isThere
    case ("unconfirmed", _): return drawn.weather.losesChanges || drawn.weather.spoilsReads
    case ("failed", "still_there"): return isThere
    case ("failed", _): return mayFail && (was == isThere || others || isTouched)
    case ("not_attempted", _): return was == isThere || others || isTouched
    case ("unknown", _): return mayBeUnknown(run, canBeAsked: true, afterKill: wasKilled)
    default: return false
    }
  }
}
