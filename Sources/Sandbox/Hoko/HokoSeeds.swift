// The links that the Hoko stand-in begins with, made from their places when somebody looks.

import Records

/// Hoko's seeded links.
struct HokoSeeds: LinkSeeds {
  /// What differs from one seeded link to the next.
  private enum Hole: String, CaseIterable {
    case id, url, shortUrl, collectionId, createdAt, updatedAt
  }

  private static let holes = Hole.allCases

  let count: Int
  let order: SeedOrder
  private let shape: SeedShape
  /// The IDs of the collections, the first one's in front.
  private let collections: [String]
  private let template = LinkTemplate(
    HokoLink(id: SeededID.hoko(1)).shown, holes: Self.holes.map(\.rawValue))

  init(_ count: Int, _ shape: SeedShape) {
    self.count = max(0, count)
    self.shape = shape
    order = SeedOrder(self.count, shape)
    collections = ([HokoCollection.first] + HokoCollection.seeded(shape)).map(\.id.text)
  }

  /// The order in time, with links of one moment ordered otherwise for each salt.
  func order(salt: UInt64) -> SeedOrder { SeedOrder(count, shape, salt: salt) }

  func link(at place: Int) -> HokoLink {
    var link = HokoLink(id: SeededID.hoko(place + 1))
    link.serial = place + 1
    link.seeded = order.time(of: place)
    if let number = shape.folder(of: place + 1) {
      link.fields.append("collectionId", .string(collections[number]))
    }
    return link
  }

  func place(of id: HokoID) -> Int? { SeededID.index(of: id, upTo: count).map { $0 - 1 } }

  /// Writes the link as it is shown, while it is as it was seeded.
  func write(_ place: Int, to bytes: inout [UInt8]) {
    let index = place + 1
    let time = CalendarText(order.time(of: place))
    template.write(to: &bytes) { hole, bytes in
      switch Self.holes[hole] {
      case .id:
        bytes.append(UInt8(ascii: "\""))
        SeededID.hoko(index).append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
      case .url: bytes.appendQuoted(HokoLink.seededURL, index)
      case .shortUrl: bytes.appendQuoted(HokoLink.shortURL, index, radix: 36)
      case .collectionId: bytes.appendQuoted(collections[shape.folder(of: index) ?? 0])
      case .createdAt, .updatedAt: bytes.appendQuoted(time)
      }
    }
  }
}
