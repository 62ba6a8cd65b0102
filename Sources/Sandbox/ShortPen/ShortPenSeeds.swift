// The links that the ShortPen stand-in begins with, made from their places when somebody looks.

import Records

/// The seeded links of one workspace: those of a stretch of indexes.
struct ShortPenSeeds: LinkSeeds {
  /// What differs from one seeded link to the next.
  private enum Hole: String, CaseIterable {
    case id, url, link, title
    case shortURL = "short_url"
    case folder = "folder_id"
    case made = "created_at"
    case changed = "updated_at"
  }

  private static let holes = Hole.allCases

  private let indexes: Range<Int>
  private let workspace: Int64?
  private let shape: SeedShape
  private let order: SeedOrder
  private let folders: [Int64]
  /// A short link up to the digits of the ID.
  private let shortLink: String
  private let template: LinkTemplate

  /// The links of the indexes from 0 on, at a domain of that name.
  init(_ indexes: Range<Int>, _ workspace: Int64?, _ shape: SeedShape, _ domain: String) {
    self.indexes = indexes
    self.workspace = workspace
    self.shape = shape
    shortLink = "https://\(domain)/\(ShortPenLink.seededSlug)"
    order = SeedOrder(indexes.upperBound, shape)
    folders = workspace.map { ShortPenResource.seededFolders(shape, of: $0).map(\.id) } ?? []
    template = LinkTemplate(
      ShortPenLink(id: SeededID.shortPen(1), workspace: workspace).shown(at: domain),
      holes: Self.holes.map(\.rawValue))
  }

  var count: Int { indexes.count }

  func link(at place: Int) -> ShortPenLink {
    let index = indexes.lowerBound + place
    var link = ShortPenLink(id: SeededID.shortPen(index + 1), workspace: workspace)
    link.seeded = time(at: index)
    if let folder = folder(at: index) { link.fields["folder_id"] = ShortPenLink.integer(folder) }
    return link
  }

  func place(of id: Int64) -> Int? {
    guard let index = Int(exactly: id), index >= Int(SeededID.shortPen(1)) else { return nil }
    let place = index - Int(SeededID.shortPen(1))
    return indexes.contains(place) ? place - indexes.lowerBound : nil
  }

  /// Writes the link as it is shown, while it is as it was seeded.
  func write(_ place: Int, to bytes: inout [UInt8]) {
    let index = indexes.lowerBound + place
    let id = Int(SeededID.shortPen(index + 1))
    let time = CalendarText(time(at: index))
    template.write(to: &bytes) { hole, bytes in
      switch Self.holes[hole] {
      case .id: bytes.appendDigits(id)
      case .url: bytes.appendQuoted(ShortPenLink.seededURL, id)
      case .link, .shortURL:
        bytes.appendQuoted(shortLink, id, radix: 36)
      case .title: bytes.appendQuoted(ShortPenLink.seededTitle, id)
      case .folder:
        if let folder = folder(at: index) {
          bytes.appendDigits(Int(folder))
        } else {
          bytes.appendNull()
        }
      case .made, .changed: bytes.appendQuoted(time)
      }
    }
  }

  private func folder(at index: Int) -> Int64? {
    shape.folder(of: index + 1).flatMap { folders.isEmpty ? nil : folders[$0 - 1] }
  }

  /// A link that shares its moment with none was made as long after the first as its ID says.
  private func time(at index: Int) -> Timestamp {
    order.time(of: index) + .milliseconds(SeededID.shortPen(0))
  }
}
