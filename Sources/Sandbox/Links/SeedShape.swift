// What seeded links are like beside their IDs: folder, tags, archived, clicks, when they were made. All of
// it follows from the number of a link by arithmetic, so that nothing of it needs to be kept.

import Records

/// The shape of the links that each provider starts with; a provider takes of it what its links have.
package struct SeedShape: Sendable, Equatable {
  /// The most links that may share a moment.
  package static let longestMoment = 10_000

  /// The order of links that were made in one moment, which no provider promises.
  package enum Ties: String, Sendable, CaseIterable {
    /// One that is not the IDs', the same for every page.
    case stable
    /// Another one for each page, as databases may give it where an order leaves it open (MySQL's manual,
    /// "LIMIT Query Optimization").
    case shifting
  }

  /// The folders (at Hoko the collections) that links are spread over; about as many lie in none.
  package var folders = 0

  /// The tags that links have: none, one or two of them each.
  package var tags = 0

  /// How many in a hundred are archived.
  package var archivedPercent = 0

  /// The most clicks that a link has.
  package var clicks = 0

  /// Every so many links in a row were made in one moment.
  package var sameMoment = 1

  package var ties = Ties.stable

  package init() {}

  /// The number, from 1, of the folder that the link of an index lies in; `nil` for none.
  func folder(of index: Int) -> Int? {
    guard folders > 0 else { return nil }
    let number = Self.draw(index, 1, below: folders + 1)
    return number == 0 ? nil : number
  }

  /// How many tags a link has, and the number, from 1, of the first; the second is the next one.
  private func tags(of index: Int) -> (count: Int, first: Int) {
    guard tags > 0 else { return (0, 1) }
    let most = min(2, tags)
    return (Self.draw(index, 2, below: most + 1), Self.draw(index, 3, below: tags) + 1)
  }

  /// The numbers, from 1, of the tags that a link has.
  func tagNumbers(of index: Int) -> [Int] {
    let (count, first) = tags(of: index)
    return (0..<count).map { (first - 1 + $0) % tags + 1 }
  }

  /// The names of the tags that a link has, where tags have no IDs; `nil` for none.
  func tagNames(of index: Int) -> JSONValue? {
    let numbers = tagNumbers(of: index)
    // Not by a choice of two values: `nil` is one of JSON's own there.
    guard !numbers.isEmpty else { return nil }
    return .array(numbers.map { .string("tag-\($0)") })
  }

  func isArchived(_ index: Int) -> Bool {
    archivedPercent > 0 && Self.draw(index, 4, below: 100) < archivedPercent
  }

  func clicks(of index: Int) -> Int { clicks > 0 ? Self.draw(index, 5, below: clicks + 1) : 0 }

  /// A number that looks random and is the same for the same index and purpose.
  private static func draw(_ index: Int, _ purpose: UInt64, below bound: Int) -> Int {
    let bits = Scatter.mix(UInt64(truncatingIfNeeded: index) &+ purpose << 48)
    return Int(bits % UInt64(max(1, bound)))
  }
}
