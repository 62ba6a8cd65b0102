// Hoko's links and what a delete does to them (Hoko dossier, sections 3 and 6).

import Records

/// The links of the Hoko stand-in.
///
/// It knows nothing of HTTP.
struct HokoState: Sendable {
  private var links = LinkStore<HokoLink>()
  private var made = 0

  init(seeded count: Int, ids: [HokoID], options: HokoOptions) {
    links.reserve(count + ids.count + options.links.count)
    for index in 0..<max(0, count) { add(HokoLink(id: SeededID.hoko(index + 1))) }
    for id in ids { add(HokoLink(id: id)) }
    for link in options.links { add(link) }
  }

  var count: Int { links.count }

  mutating func ids() -> [String] { links.ordered().map(\.id.text) }

  func holds(_ id: HokoID) -> Bool { links[id] != nil }

  /// The link of an ID, where it is the workspace's own.
  func link(_ id: HokoID) -> HokoLink? {
    guard let link = links[id], !link.isForeign else { return nil }
    return link
  }

  /// Deletes all of the distinct IDs, or none where one of them is not the workspace's.
  mutating func delete(_ ids: [HokoID]) -> Bool {
    guard ids.allSatisfy({ link($0) != nil }) else { return false }
    for id in ids { _ = links.remove(id) }
    return true
  }

  /// The workspace's own links, oldest first.
  mutating func ordered() -> [HokoLink] { links.ordered().filter { !$0.isForeign } }

  private mutating func add(_ link: HokoLink) {
    made += 1
    var link = link
    link.serial = made
    links.insert(link)
  }
}

extension HokoLink {
  /// The link as a list shows it; of its fields the dossier saw `id` alone, the rest is as in requests.
  var json: JSONValue {
    let time = SeededID.firstTime &+ UInt64(truncatingIfNeeded: serial)
    let made = CalendarText(Timestamp(microseconds: Int64(time) * 1000)).iso8601
    return [
      "id": .string(id.text), "url": .string("https://example.com/page/\(serial)"),
      "shortUrl": .string("https://hoko.to/s\(String(serial, radix: 36))"),
      "collectionId": "00000000-0000-4000-8000-000000000001",
      "externalId": externalID.map(JSONValue.string) ?? .null, "tenantId": nil, "partnerId": nil,
      "createdAt": .string(made), "updatedAt": .string(made),
    ]
  }
}
