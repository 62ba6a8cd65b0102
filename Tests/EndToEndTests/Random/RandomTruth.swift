// What the sandbox holds is the truth: each operation has its own way of holding results against it.

import Records
import Sandbox
import TestSupport

/// Holds the runs of a case against the sandbox, in their order.
protocol RandomTruth {
  var drawn: RandomCase { get }
  var past: RandomPast { get }

  /// What a run says or has done that is not so.
  mutating func lies(of run: RandomRun) -> [String]
}

extension RandomOperation {
  func truth(_ drawn: RandomCase) -> any RandomTruth {
    switch self {
    case .delete: DeleteTruth(drawn)
    case .create: CreateTruth(drawn)
    case .update: UpdateTruth(drawn)
    case .upsert(let match): UpsertTruth(drawn, by: match)
    }
  }
}

extension RandomTruth {
  var population: Population { drawn.population }

  /// A run's results by row; none where it was ended before it could print them all.
  func results(of run: RandomRun) -> [LinkReport]? {
    guard !run.isKilled, run.results.count == drawn.rows.count else { return nil }
    return run.results
  }

  /// Whether nothing could tell what became of a row whose result says so.
  ///
  /// A change whose answer was lost and whose resend is refused, `isRefused`, was made or was not: the refusal
  /// does not tell.
  func mayBeUnknown(_ run: RandomRun, canBeAsked: Bool, isRefused: Bool = false) -> Bool {
    let weather = drawn.weather
    guard weather.losesChanges || past.wasKilled || past.leftDoubt || run.isHurried else {
      return false
    }
    return !canBeAsked || isRefused || weather.spoilsReads || drawn.isImpatient || run.isShort
  }

  /// Whether the provider's own refusal is why a result is unknown.
  func isRefused(_ result: LinkReport) -> Bool {
    ["not_found", "conflict", "unprocessable_entity"].contains(result.code)
      || result.code?.hasPrefix("http_4") ?? false
  }

  func isBad(_ row: JSONObject) -> Bool {
    population.bad.members.allSatisfy { row[$0.name] == $0.value }
  }

  func isTouched(_ names: some Sequence<String>) -> Bool {
    drawn.rival.map { !$0.touched.isDisjoint(with: names) } ?? false
  }

  func text(_ row: JSONObject) -> String { JSONValue.object(row).text }
}
