// What of a list a query asks for (Hoko dossier, section 6): `take` and `skip`, by the time of creation. The
// order of links that were made in one moment is not documented.

import Records

/// A part of a list, counted from either end.
struct HokoPage {
  let take: Int
  let skip: Int
  let isAscending: Bool

  init(_ query: Query) throws(HokoError) {
    take = try Self.number(query["take"], default: 50, 1...10_000)
    skip = try Self.number(query["skip"], default: 0, 0...Int.max)
    let sort = query["sort"] ?? "desc"
    guard sort == "asc" || sort == "desc" else { throw HokoReply.invalidRequest }
    isAscending = sort == "asc"
  }

  /// The part of elements that are in the order in which they were made.
  func part<Element>(of all: [Element]) -> ArraySlice<Element> {
    (isAscending ? all[...] : ArraySlice(all.reversed())).dropFirst(skip).prefix(take)
  }

  private static func number(
    _ text: String?, default value: Int, _ range: ClosedRange<Int>
  ) throws(HokoError) -> Int {
    guard let text else { return value }
    guard let number = Int(text), range.contains(number) else { throw HokoReply.invalidRequest }
    return number
  }
}

extension HokoState {
  /// The places of a page's links.
  func places(of page: HokoPage) -> [Int] {
    guard page.skip < links.count else { return [] }
    let salt = UInt64(truncatingIfNeeded: page.skip &* 31 &+ page.take &+ 1)
    let order = shape.ties == .stable ? links.seeds.order : links.seeds.order(salt: salt)
    let first = page.isAscending ? page.skip : links.count - 1 - page.skip
    // The links of one moment stand together, in an order of their own; the page begins among those.
    let moment = order.places(besides: links.place(ofRank: first))
    var left =
      page.isAscending
      ? first - links.rank(of: moment.lowerBound) : links.rank(of: moment.upperBound) - 1 - first
    var rank = page.isAscending ? moment.lowerBound : moment.upperBound - 1
    var places: [Int] = []
    places.reserveCapacity(min(page.take, links.count - page.skip))
    while places.count < page.take, rank >= 0, rank < links.end {
      let place = order.place(at: rank)
      rank += page.isAscending ? 1 : -1
      guard links.isTaken(place) else { continue }
      if left > 0 { left -= 1 } else { places.append(place) }
    }
    return places
  }

  /// The wanted ones, oldest first, among the links that were changed or added: seeded ones have nothing that
  /// could be asked for here.
  func found(_ isWanted: (HokoLink) -> Bool) -> [HokoLink] {
    links.kept.sorted { $0.key < $1.key }.map(\.value).filter(isWanted)
  }

  /// The links at some places as lists show them.
  func list(of places: [Int]) -> [UInt8] {
    let (seeds, kept) = (links.seeds, links.kept)
    return .json(arrayOf: places.count, about: 400) { number, bytes in
      if let link = kept[places[number]] {
        JSONValue.object(link.shown).write(to: &bytes)
      } else {
        seeds.write(places[number], to: &bytes)
      }
    }
  }
}
