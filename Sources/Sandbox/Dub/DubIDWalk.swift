// The order of Dub's IDs, which its cursors go by: that of the seeded ones is arithmetic, the others are put in
// order.

/// A way along IDs: those of seeds, which rise with their places, and others that are in order.
struct DubIDWalk: IteratorProtocol {
  enum Step: Equatable {
    case seeded(Int)
    case own(String)
  }

  private let seeds: DubSeeds
  private let own: [String]
  private let goesUp: Bool
  /// How many of either are below where the walk stands.
  private var seedsBelow: Int
  private var ownBelow: Int
  /// How many seeds have an ID below that of the next one of the others, once it is known.
  private var bound: Int?

  /// Stands at an ID, which the walk leaves out.
  init(beside id: String, up: Bool, _ seeds: DubSeeds, _ own: [String]) {
    self.seeds = seeds
    self.own = own
    goesUp = up
    seedsBelow = seeds.count(below: id)
    ownBelow = own.firstIndex(notBelow: id)
    guard up else { return }
    if ownBelow < own.count, own[ownBelow] == id { ownBelow += 1 }
    if seeds.place(of: id) == seedsBelow { seedsBelow += 1 }
  }

  mutating func next() -> Step? { goesUp ? nextUp() : nextDown() }

  private mutating func nextDown() -> Step? {
    if ownBelow > 0, boundOfNext() >= seedsBelow {
      ownBelow -= 1
      bound = nil
      return .own(own[ownBelow])
    }
    guard seedsBelow > 0 else { return nil }
    seedsBelow -= 1
    return .seeded(seedsBelow)
  }

  private mutating func nextUp() -> Step? {
    if ownBelow < own.count, boundOfNext() <= seedsBelow {
      ownBelow += 1
      bound = nil
      return .own(own[ownBelow - 1])
    }
    guard seedsBelow < seeds.count else { return nil }
    seedsBelow += 1
    return .seeded(seedsBelow - 1)
  }

  private mutating func boundOfNext() -> Int {
    if let bound { return bound }
    let found = seeds.count(below: own[goesUp ? ownBelow : ownBelow - 1])
    bound = found
    return found
  }
}

extension [String] {
  /// The index of the first text that is not below another, in texts that rise.
  func firstIndex(notBelow text: String) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if self[middle] < text {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }
}
