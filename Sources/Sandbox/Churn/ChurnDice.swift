// What the other client changes: links added and deleted by turns, chosen by a seed.

/// Links that another client may change.
protocol Churned {
  /// How many links are there.
  var count: Int { get }

  mutating func addForOther(_ dice: inout ChurnDice, at now: Timestamp)

  /// Deletes a link that it may delete; false where the one that was chosen is not one.
  mutating func deleteForOther(_ dice: inout ChurnDice) -> Bool

  /// Deletes a link that began or ended the last page; false where none of them is left.
  mutating func deleteAtSeam() -> Bool
}

/// The choices of the other client.
struct ChurnDice: Sendable {
  private let seed: UInt64
  private let aimsAtSeam: Bool
  private var drawn: UInt64 = 0
  private var changes = 0

  init(_ churn: Churn?) {
    seed = churn?.seed ?? 1
    aimsAtSeam = churn?.aimsAtSeam ?? false
  }

  /// A number that looks random, from 0 on.
  mutating func roll(below bound: Int) -> Int {
    drawn &+= 1
    return Int(Scatter.mix(Scatter.mix(seed) &+ drawn) % UInt64(max(1, bound)))
  }

  /// The number of changes so far, for names that nothing else has.
  var number: Int { changes }

  /// Makes so many changes: an add, a delete, an add and so on.
  mutating func disturb(
    _ links: inout some Churned, _ count: Int, at now: Timestamp
  ) -> LinkTally {
    var tally = LinkTally()
    for _ in 0..<max(0, count) {
      changes += 1
      if changes % 2 == 1 {
        links.addForOther(&self, at: now)
        tally.created += 1
      } else if delete(&links) {
        tally.deleted += 1
      }
    }
    return tally
  }

  private mutating func delete(_ links: inout some Churned) -> Bool {
    if aimsAtSeam, links.deleteAtSeam() { return true }
    // A link that cannot be deleted (another workspace's, a domain's own) is not chosen twice in a row.
    for _ in 0..<8 where links.count > 0 && links.deleteForOther(&self) { return true }
    return false
  }
}
