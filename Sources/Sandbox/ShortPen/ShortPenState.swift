// ShortPen's links by workspace, and what a delete does to them (ShortPen dossier, sections 4 and 5).

import Records

/// The links of the ShortPen stand-in.
///
/// It knows nothing of HTTP.
struct ShortPenState: Sendable {
  let workspaces: [Int64]
  private var stores: [Int64?: LinkStore<ShortPenLink>] = [:]

  init(seeded count: Int, ids: [Int64], options: ShortPenOptions) {
    workspaces = options.workspaces
    let first = workspaces.first ?? ShortPenLink.firstWorkspace
    stores[first, default: LinkStore()].reserve(count + ids.count)
    for index in 0..<max(0, count) {
      add(ShortPenLink(id: SeededID.shortPen(index + 1), workspace: first))
    }
    for id in ids { add(ShortPenLink(id: id, workspace: first)) }
    for link in options.links { add(link) }
  }

  var count: Int { stores.values.reduce(0) { $0 + $1.count } }

  /// The IDs that are there: the organization's by workspace, then those of others.
  mutating func ids() -> [String] {
    (workspaces.map { $0 } + [nil]).flatMap { stores[$0]?.ordered().map { String($0.id) } ?? [] }
  }

  func holds(_ id: Int64) -> Bool { stores.values.contains { $0[id] != nil } }

  /// Deletes those of the IDs that the organization has, and says how many they were.
  mutating func delete(_ ids: some Sequence<Int64>) -> Int {
    var deleted = 0
    for id in ids where workspaces.contains(where: { stores[$0]?.remove(id) ?? false }) {
      deleted += 1
    }
    return deleted
  }

  /// A page of a workspace's links, from 1, and how many links the workspace has.
  mutating func page(_ page: Int, of size: Int, workspace: Int64) -> ([ShortPenLink], total: Int) {
    guard workspaces.contains(workspace), let links = stores[workspace]?.ordered() else {
      return ([], 0)
    }
    let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: size)
    guard !overflow, skipped < links.count else { return ([], links.count) }
    return (Array(links[skipped...].prefix(size)), links.count)
  }

  private mutating func add(_ link: ShortPenLink) {
    stores[link.workspace, default: LinkStore()].insert(link)
  }
}

extension ShortPenLink {
  /// The link as a list shows it (ShortPen dossier, section 5).
  var json: JSONValue {
    let short = "https://pen.example.com/s\(String(id, radix: 36))"
    let time = Int64(SeededID.firstTime) &+ (id & 0xFFFF_FFFF)
    let made = CalendarText(Timestamp(microseconds: time &* 1000)).iso8601
    return [
      "id": Self.integer(id), "url": .string("https://example.com/page/\(id)"),
      "link": .string(short), "short_url": .string(short), "title": .string("Page \(id)"),
      "qr": nil, "starred": false, "redirect_type": 301, "domain_id": 1,
      "workspace_id": workspace.map(Self.integer) ?? .null, "organization_id": 1,
      "folder_id": nil, "pixel_id": nil, "link_cloak": false, "hide_referer": false,
      "with_password": false, "params": nil, "social_share_title": nil,
      "social_share_description": nil, "social_share_image": nil, "created_at": .string(made),
      "updated_at": .string(made),
    ]
  }

  static func integer(_ value: Int64) -> JSONValue { .number(JSONNumber(Int(value))) }
}
