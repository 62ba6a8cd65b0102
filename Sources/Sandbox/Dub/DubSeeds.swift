// The links that the Dub stand-in begins with, made from their places when somebody looks.

import Records

/// Dub's seeded links.
struct DubSeeds: LinkSeeds {
  /// What differs from one seeded link to the next.
  private enum Hole: String, CaseIterable {
    case id, key, url, shortLink, archived, folderId, createdAt, updatedAt, qrCode, clicks
    case lastClicked, tagId, tags
  }

  private static let holes = Hole.allCases

  let count: Int
  let order: SeedOrder
  private let shape: SeedShape
  private let imported: Int
  private let folders: [String]
  private let tags: [DubTag]
  private let template: LinkTemplate

  init(_ count: Int, _ shape: SeedShape, _ options: DubOptions) {
    self.count = max(0, count)
    self.shape = shape
    imported = options.imported
    order = SeedOrder(self.count, shape, imported: imported)
    folders = DubWorkspace.seededFolders(options, shape).map(\.id)
    tags = DubWorkspace.seededTags(shape)
    template = LinkTemplate(
      DubLink(id: SeededID.dub(1)).shown([:]), holes: Self.holes.map(\.rawValue))
  }

  /// The order in time, with links of one moment ordered otherwise for each salt.
  func order(salt: UInt64) -> SeedOrder {
    SeedOrder(count, shape, imported: imported, salt: salt)
  }

  func link(at place: Int) -> DubLink {
    var link = outline(at: place)
    link.id = SeededID.dub(place + 1)
    if let time = lastClick(at: place) { link["lastClicked"] = .string(CalendarText(time).iso8601) }
    return link
  }

  /// The link without its ID and its last click, which take longest and which no filter asks for.
  func outline(at place: Int) -> DubLink {
    let index = place + 1
    var link = DubLink(
      id: "", folderID: folder(of: place), isArchived: isArchived(place),
      tags: tags(of: place).map(\.id))
    link.serial = index
    link.seeded = order.time(of: place)
    let clicks = shape.clicks(of: index)
    if clicks > 0 { link["clicks"] = .number(JSONNumber(clicks)) }
    return link
  }

  func isArchived(_ place: Int) -> Bool { shape.isArchived(place + 1) }

  func folder(of place: Int) -> String? { shape.folder(of: place + 1).map { folders[$0 - 1] } }

  func tags(of place: Int) -> [DubTag] {
    shape.tagNumbers(of: place + 1).map { tags[$0 - 1] }
  }

  func place(of id: String) -> Int? { SeededID.index(ofDub: id, upTo: count).map { $0 - 1 } }

  /// How many of the links, gone ones too, have an ID below this one.
  func count(below id: String) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if SeededID.dub(middle + 1) < id {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  /// Writes the link as it is shown, while it is as it was seeded.
  func write(_ place: Int, to bytes: inout [UInt8]) {
    let index = place + 1
    let tags = tags(of: place)
    let time = CalendarText(order.time(of: place))
    template.write(to: &bytes) { hole, bytes in
      switch Self.holes[hole] {
      case .id: Self.writeID(index, to: &bytes)
      case .key: bytes.appendQuoted(DubLink.seededKey, index, radix: 36)
      case .url: bytes.appendQuoted(DubLink.seededURL, index)
      case .shortLink: bytes.appendQuoted(Self.shortLink, index, radix: 36)
      case .archived: JSONValue.bool(isArchived(place)).write(to: &bytes)
      case .folderId: Self.write(folder(of: place), to: &bytes)
      case .createdAt, .updatedAt: bytes.appendQuoted(time)
      case .qrCode: Self.writeCode(index, to: &bytes)
      case .clicks: bytes.appendDigits(shape.clicks(of: index))
      case .lastClicked:
        let time = lastClick(at: place).map(CalendarText.init)
        if let time { bytes.appendQuoted(time) } else { bytes.appendNull() }
      case .tagId: Self.write(tags.first?.id, to: &bytes)
      case .tags: JSONValue.array(tags.map(\.shown)).write(to: &bytes)
      }
    }
  }

  private static let shortLink = "https://\(DubLink.domain)/" + DubLink.seededKey

  private static func writeID(_ index: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    SeededID.appendDub(time: index, serial: UInt64(truncatingIfNeeded: index), to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private static func writeCode(_ index: Int, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: codeParts.before)
    bytes.appendDigits(index, radix: 36)
    bytes.append(contentsOf: codeParts.after)
  }

  /// What stands before and after the digits of the index in the address of a link's code.
  private static let codeParts: (before: [UInt8], after: [UInt8]) = {
    let mark = UInt8(ascii: "|")
    var text: [UInt8] = []
    text.appendQuoted(DubLink.qrCode(of: shortLink + "|"))
    let parts = text.split(separator: mark, maxSplits: 1).map(Array.init)
    return (parts.first ?? [], parts.last ?? [])
  }()

  private static func write(_ text: String?, to bytes: inout [UInt8]) {
    if let text { bytes.appendQuoted(text) } else { bytes.appendNull() }
  }

  /// A clicked link was clicked last a day after it was made.
  private func lastClick(at place: Int) -> Timestamp? {
    guard shape.clicks(of: place + 1) > 0 else { return nil }
    return order.time(of: place) + .seconds(86_400)
  }
}
