// The order of links by the time at which they were made. Places are the order of the IDs; of links that
// share a moment the order by time is another one, and imported links are older than their IDs.

/// Places in the order of time, and back, by arithmetic alone.
struct SeedOrder: Sendable {
  private let count: Int
  private let sameMoment: Int
  private let whole: Shuffle

  /// The places of a stretch whose order is that of its places but for links of one moment.
  private struct Stretch {
    var places: Range<Int>
    var firstRank: Int
    /// When the link before the first one would have been made, in milliseconds.
    var start: UInt64
    /// The order within the last moment, which may have fewer links.
    var last: Shuffle
  }

  private let imported: Stretch
  private let rest: Stretch

  /// The order of so many seeded links, the last of which were imported with dates of a year before.
  ///
  /// Another salt orders the links of one moment otherwise.
  init(_ count: Int, _ shape: SeedShape, imported: Int = 0, salt: UInt64 = 0) {
    self.count = count
    sameMoment = max(1, min(shape.sameMoment, SeedShape.longestMoment))
    whole = Shuffle(sameMoment, salt: salt)
    let first = count - max(0, min(imported, count))
    let year: UInt64 = 31_536_000_000
    self.imported = Self.stretch(
      first..<count, firstRank: 0, start: SeededID.firstTime - year, sameMoment, salt)
    rest = Self.stretch(
      0..<first, firstRank: count - first, start: SeededID.firstTime, sameMoment, salt)
  }

  private static func stretch(
    _ places: Range<Int>, firstRank: Int, start: UInt64, _ sameMoment: Int, _ salt: UInt64
  ) -> Stretch {
    Stretch(
      places: places, firstRank: firstRank, start: start,
      last: Shuffle(places.count % sameMoment, salt: salt))
  }

  /// The place of the link that has so many seeded ones before it in time; beyond them both are one.
  func place(at rank: Int) -> Int {
    guard rank < count else { return rank }
    let stretch = rank < rest.firstRank ? imported : rest
    let (first, offset, shuffle) = moment(rank - stretch.firstRank, of: stretch)
    return stretch.places.lowerBound + first + shuffle.offset(at: offset)
  }

  /// The other way round.
  func rank(of place: Int) -> Int {
    guard place < count else { return place }
    let stretch = stretch(of: place)
    let (first, offset, shuffle) = moment(place - stretch.places.lowerBound, of: stretch)
    return stretch.firstRank + first + shuffle.position(of: offset)
  }

  /// The places of the links that were made in the moment in which one was.
  func places(besides place: Int) -> Range<Int> {
    guard place < count else { return place..<place + 1 }
    let stretch = stretch(of: place)
    let offset = place - stretch.places.lowerBound
    let first = place - offset % sameMoment
    return first..<min(first + sameMoment, stretch.places.upperBound)
  }

  /// When a seeded link was made.
  func time(of place: Int) -> Timestamp {
    let stretch = stretch(of: place)
    let offset = place - stretch.places.lowerBound
    let milliseconds = stretch.start + UInt64(offset - offset % sameMoment) + 1
    return Timestamp(microseconds: Int64(truncatingIfNeeded: milliseconds) &* 1000)
  }

  private func stretch(of place: Int) -> Stretch {
    place < rest.places.upperBound ? rest : imported
  }

  /// Where in its stretch a moment begins, where in the moment a number lies, and the moment's order.
  private func moment(_ number: Int, of stretch: Stretch) -> (Int, Int, Shuffle) {
    let first = number - number % sameMoment
    let isWhole = first + sameMoment <= stretch.places.count
    return (first, number - first, isWhole ? whole : stretch.last)
  }
}

/// A fixed order of a few things that is neither theirs nor its reverse, forth and back by arithmetic.
struct Shuffle: Sendable {
  private let count: Int
  private let factor: Int
  private let inverse: Int
  private let shift: Int

  init(_ count: Int, salt: UInt64) {
    self.count = max(1, count)
    let bits = Scatter.mix(salt)
    // A step of about two fifths of the whole, without a divisor in common with it, visits each once.
    var factor = max(1, self.count * 2 / 5 + Int(bits % 7))
    while Self.divisor(factor, self.count) != 1 { factor += 1 }
    self.factor = factor % self.count
    inverse = Self.inverse(of: factor, modulo: self.count)
    shift = Int(bits >> 8 % UInt64(self.count))
  }

  func position(of offset: Int) -> Int { (offset * factor + shift) % count }

  func offset(at position: Int) -> Int { (position - shift + count) % count * inverse % count }

  private static func divisor(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while right > 0 { (left, right) = (right, left % right) }
    return left
  }

  /// By Euclid's algorithm; the two have no divisor in common.
  static func inverse(of number: Int, modulo: Int) -> Int {
    var (rest, next) = (modulo, number % modulo)
    var (sum, step) = (0, 1)
    while next > 0 {
      let times = rest / next
      (rest, next) = (next, rest - times * next)
      (sum, step) = (step, sum - times * step)
    }
    return (sum + modulo) % modulo
  }
}
