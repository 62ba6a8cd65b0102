import Bulk
import Providers
import Testing

@Suite struct CountSettlementTests {
  /// The places of the links.
  private static let links = 0..<4

  private struct Case: CustomTestStringConvertible {
    var name: String
    var removed: Int
    /// The places of those that are still there.
    var standing: Set<Int>?
    var isProved = false
    var beforehand = Beforehand.notLookedUp
    var mayHaveActedBefore = false
    /// Status and code of each link.
    var expected: [String]
    var testDescription: String { name }
  }

  private static let cases = [
    Case(name: "full", removed: 4, expected: ["deleted", "deleted", "deleted", "deleted"]),
    Case(
      name: "short, and nobody can tell", removed: 3,
      expected: Array(repeating: "unconfirmed count_short", count: 4)),
    Case(
      name: "short by as many as remain", removed: 3, standing: [1],
      expected: ["deleted", "failed still_there", "deleted", "deleted"]),
    Case(
      name: "short by one that was not there", removed: 3, standing: [],
      expected: Array(repeating: "unconfirmed gone", count: 4)),
    Case(
      name: "short by one that remains and one that was not there", removed: 2,
      standing: [1],
      expected: [
        "unconfirmed gone", "failed still_there", "unconfirmed gone", "unconfirmed gone",
      ]),
    Case(
      name: "none, and the provider says that none is there", removed: 0, standing: [],
      isProved: true, expected: Array(repeating: "not_found", count: 4)),
    Case(
      name: "none, and a list that may leave some out shows none", removed: 0, standing: [],
      expected: Array(repeating: "unconfirmed gone", count: 4)),
    Case(
      name: "none, and some remain", removed: 0, standing: [0],
      expected: [
        "failed still_there", "unconfirmed gone", "unconfirmed gone", "unconfirmed gone",
      ]),
    Case(
      name: "none at the second asking tells only that they are gone", removed: 0, standing: [],
      isProved: true, mayHaveActedBefore: true,
      expected: Array(repeating: "unconfirmed gone", count: 4)),
    Case(
      name: "none of links that no list had shown, at the second asking too", removed: 0,
      standing: [], beforehand: .absent, mayHaveActedBefore: true,
      expected: Array(repeating: "not_found", count: 4)),
    Case(
      name: "seen before and gone after", removed: 1, standing: [3], beforehand: .seen,
      mayHaveActedBefore: true, expected: ["deleted", "deleted", "deleted", "failed still_there"]),
    Case(
      name: "not seen before, and none removed", removed: 0, standing: [],
      isProved: true, beforehand: .notSeen, expected: Array(repeating: "not_found", count: 4)),
  ]

  @Test("a count tells of each link what it can, and no more", arguments: cases)
  private func outcomes(given: Case) {
    let settlement = CountSettlement(
      total: Self.links.count, removed: given.removed,
      standing: given.standing.map { standing in Self.links.map(standing.contains) },
      isProved: given.isProved, beforehand: given.beforehand,
      mayHaveActedBefore: given.mayHaveActedBefore)
    let told = Self.links.map { link in
      let outcome = settlement.outcome(at: link)
      let code = outcome.detail.map { " " + $0.code } ?? ""
      return outcome.status.rawValue + code
    }
    #expect(told == given.expected)
  }
}
