// Deletes: a link that a row says is deleted was there and is not, and is said to be so by somebody.

import Records
import Sandbox
import TestSupport

struct DeleteTruth: RandomTruth {
  let drawn: RandomCase
  private(set) var past = RandomPast()

  /// The links that were there before the first run.
  private var born: Set<String> = []
  /// Whether the input names a link that is not there, or one twice, so that counts fall short.
  private let fallsShort: Bool
  /// Whether rows name one link, which may be in requests side by side.
  private let hasTwoNames: Bool

  init(_ drawn: RandomCase) {
    self.drawn = drawn
    let ids = drawn.rows.map { Self.link(of: $0["id"]?.string ?? "", drawn.population) }
    let known = Set((1...drawn.population.count).map { drawn.population.id($0) })
    hasTwoNames = Set(ids).count < ids.count
    fallsShort = hasTwoNames || !known.isSuperset(of: ids)
  }

  mutating func lies(of run: RandomRun) -> [String] {
    defer { past.add(run) }
    let ids = drawn.rows.map { Self.link(of: $0["id"]?.string ?? "", population) }
    let before = Set(run.before.map(Rehearsal.id))
    if past.isNone { born = before }
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
  private static func link(of name: String, _ population: Population) -> String {
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
    let isLost = drawn.weather.losesChanges || past.wasKilled || run.isHurried
    switch (result.status, result.code) {
    case ("deleted", _): return !isThere && (was || isTouched || !past.isNone && born.contains(id))
    case ("skipped", _):
      return !isThere && !past.isNone && (born.contains(id) || drawn.ignoresNotFound || isTouched)
    case ("not_found", _): return !isThere && (!was || others || isTouched)
    case ("unconfirmed", "gone"):
      return !isThere && (isLost || mayFallShort && drawn.provider != .hoko)
    case ("unconfirmed", _):
      return isLost || (drawn.weather.spoilsReads || run.isShort) && (mayFallShort || hasTwoNames)
    case ("failed", "still_there"): return isThere && (isLost || drawn.weather.feigns)
    case ("failed", _): return isExcused(result) && (was == isThere || others || isTouched)
    case ("not_attempted", _): return was == isThere || others || isTouched
    case ("unknown", _): return mayBeUnknown(run, canBeAsked: true)
    default: return false
    }
  }

  /// Whether a count may fall short without any fault, so that it does not tell of each row.
  private var mayFallShort: Bool {
    let looksFirst = drawn.options.contains("--verify") || drawn.hasBackup
    return drawn.rival != nil || !looksFirst && (fallsShort || !past.isNone)
  }
}
