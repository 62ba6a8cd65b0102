// The latest of what has happened, where some of it does not matter to everybody. Pure.

/// The latest moment, and the latest of those whose mark is another one.
///
/// Things with equal marks do not matter to each other; a thing without a mark matters to all.
struct Latest<Mark: Equatable & Sendable>: Sendable {
  private var first: (mark: Mark?, moment: Int)?
  /// The latest moment of those that have another mark than the first.
  private var second: Int?

  mutating func add(_ mark: Mark?, at moment: Int) {
    guard let first else { return self.first = (mark, moment) }
    if let mark, mark == first.mark {
      self.first?.moment = max(first.moment, moment)
    } else if moment >= first.moment {
      (self.first, second) = ((mark, moment), first.moment)
    } else {
      second = max(second ?? moment, moment)
    }
  }

  /// The latest moment that matters to something with this mark.
  func moment(for mark: Mark?) -> Int? {
    guard let first else { return nil }
    if let mark, mark == first.mark { return second }
    return first.moment
  }
}
