// What Bitly shows of links, groups and the user; archived links are shown to those who ask for them alone
// (others-2.md, section 2).

import HTTP
import Records

extension BitlyRules {
  /// A group's links, newest first.
  ///
  /// What the next page is asked with is the place of this one's last link.
  mutating func list(_ call: Call) throws(Refusal) -> HTTPResponse {
    try checkGroup(call.name)
    let size = call.query["size"] == nil ? 50 : call.number("size") ?? 0
    let token = call.query["search_after"] ?? ""
    let last = Int(token, radix: 36)
    guard size > 0, token.isEmpty || last != nil else { throw Self.error(400, "INVALID_ARG_SIZE") }
    // What a size above 100 does is not documented; the stand-in gives 100 links.
    let most = min(size, 100)
    let found = links.next(most + 1, behind: last, isRising: false) { Self.isFound($0, call) }
    let page = Array(found.prefix(most))
    links.gave(page)
    let hasMore = found.count > page.count
    let next = hasMore ? page.last.map { String($0.serial, radix: 36) } ?? "" : ""
    return .json([
      "links": .array(page.map { .object(shown($0)) }),
      "pagination": [
        "next": .string(
          hasMore
            ? "https://api-ssl.bitly.com/v4/groups/\(call.name)/bitlinks?search_after=\(next)" : ""),
        "size": .int(page.count), "search_after": .string(next),
      ],
    ])
  }

  private static func isFound(_ link: SandboxLink, _ call: Call) -> Bool {
    guard link.group == call.name else { return false }
    let isArchived = link.fields["archived"] == true
    switch call.query["archived"] ?? "off" {
    case "both": break
    case "on": guard isArchived else { return false }
    default: guard !isArchived else { return false }
    }
    let tags = call.all("tags")
    guard tags.isEmpty || !Set(tags).isDisjoint(with: link.texts("tags")) else { return false }
    if let keyword = call.query["keyword"] {
      let slugs =
        [link.slug]
        + link.texts("custom_bitlinks").map { String($0.split(separator: "/").last ?? "") }
      guard slugs.contains(keyword) else { return false }
    }
    let made = link.madeAt.seconds
    guard made > Int64(call.number("created_after") ?? 0),
      made < Int64(call.number("created_before") ?? .max),
      link.changedAt.seconds > Int64(call.number("modified_after") ?? 0)
    else { return false }
    guard let term = call.query["query"], !term.isEmpty else { return true }
    let texts = [link.url, link.id, link.fields["title"]?.string ?? ""]
    return texts.contains { $0.contains(term) }
  }

  func account(_ call: Call) -> HTTPResponse {
    switch call.operation {
    case .groups:
      .json([
        "groups": .array(
          options.groups.map { guid in
            [
              "guid": .string(guid), "name": .string("Group \(guid)"), "is_active": true,
              "organization_guid": "Ox5a2db0c5a", "role": "org-admin", "bsds": [],
              "created": "2024-01-01T00:00:00+0000", "modified": "2024-01-01T00:00:00+0000",
            ]
          })
      ])
    case .resources: .json(["platform_limits": .array([limit(call.query["path"] ?? "/bitlinks")])])
    default:
      .json([
        "login": "sam", "name": "Sam Sandbox", "is_active": true,
        "default_group_guid": .string(options.groups.first ?? ""),
        "emails": [["email": "sam@example.com", "is_primary": true, "is_verified": true]],
        "created": "2024-01-01T00:00:00+0000", "modified": "2024-01-01T00:00:00+0000",
      ])
    }
  }

  private func limit(_ path: String) -> JSONValue {
    let method: JSONValue = [
      "name": "POST", "limit": .int(options.quota ?? 10_000),
      "count": .int(encodes),
    ]
    return ["endpoint": .string(path), "methods": [method]]
  }

  func shown(_ link: SandboxLink) -> JSONObject {
    var object: JSONObject = [
      "created_at": .string(link.madeAt.isoSeconds("+0000")), "id": .string(link.id),
      "link": .string("https://\(link.id)"),
      "custom_bitlinks": link.fields["custom_bitlinks"] ?? [], "long_url": .string(link.url),
      "archived": link.fields["archived"] ?? false, "created_by": "sam", "client_id": "sandbox",
      "tags": link.fields["tags"] ?? [], "deeplinks": link.fields["deeplinks"] ?? [],
      "references": ["group": .string("https://api-ssl.bitly.com/v4/groups/\(link.group)")],
    ]
    for name in ["title", "expiration_at"] {
      if let value = link.fields[name] { object.append(name, value) }
    }
    return object
  }
}
