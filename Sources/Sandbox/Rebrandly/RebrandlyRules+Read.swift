// What Rebrandly shows: pages that begin behind the last link of the one before (others-2.md, section 3).

import HTTP
import Records

extension RebrandlyRules {
  mutating func list(_ call: Call, in workspace: String) throws(Refusal) -> HTTPResponse {
    let order = call.query["orderBy"] ?? "createdAt"
    guard ["createdAt", "updatedAt", "title", "slashtag"].contains(order) else {
      throw Self.invalid("orderBy")
    }
    let isRising = call.query["orderDir"]?.lowercased() == "asc"
    let size = call.query["limit"] == nil ? 25 : call.number("limit") ?? 0
    guard size > 0 else { throw Self.invalid("limit") }
    let filters = call.query.pairs.filter { !["limit", "last"].contains($0.name) }
    let all = links.list("\(workspace) \(filters)") { links in
      let found = links.filter { Self.isFound($0, call, in: workspace) }
      let rising =
        order == "createdAt"
        ? found
        : found.sorted { (Self.key(order, $0), $0.serial) < (Self.key(order, $1), $1.serial) }
      return isRising ? rising : rising.reversed()
    }
    let rest = try rest(of: all, call, byTime: order == "createdAt", isRising)
    return .json(.array(rest.prefix(min(size, 25)).map { .object(shown($0)) }))
  }

  /// The links behind the one that `last` names.
  private func rest(
    of all: [SandboxLink], _ call: Call, byTime isByTime: Bool, _ isRising: Bool
  ) throws(Refusal) -> ArraySlice<SandboxLink> {
    guard let last = call.query["last"], !last.isEmpty else { return all[...] }
    if let place = all.firstIndex(where: { $0.id == last }) { return all[(place + 1)...] }
    guard options.lostLast != .ends else { return [] }
    guard options.lostLast == .goesOn, isByTime, let serial = links.serial(of: last) else {
      throw Self.error(404, "NotFound", "Link not found", source: "last")
    }
    return all.drop { isRising ? $0.serial < serial : $0.serial > serial }
  }

  private static func key(_ order: String, _ link: SandboxLink) -> String {
    switch order {
    case "updatedAt": link.changedAt.iso
    case "title": link.fields["title"]?.string ?? ""
    default: link.slug
    }
  }

  /// Links of bulk creates are in no list.
  static func isFound(_ link: SandboxLink, _ call: Call, in workspace: String) -> Bool {
    guard link.group == workspace, link.fields["ttl"] == nil else { return false }
    if let name = call.query["domain.fullName"], !name.isEmpty, name != link.domain { return false }
    if let slug = call.query["slashtag"], !slug.isEmpty, slug != link.slug { return false }
    if let value = call.query["favourite"], ["true", "false"].contains(value) {
      return (link.fields["favourite"] == true) == (value == "true")
    }
    return true
  }

  func account(_ operation: SandboxOperation) -> HTTPResponse {
    switch operation {
    case .domains: .json(.array(options.domains.map(Self.shown)))
    case .resources:
      .json(
        .array(
          options.workspaces.enumerated().map { place, id in
            ["id": .string(id), "name": .string("Workspace \(place + 1)"), "type": "managed"]
          }))
    default:
      .json([
        "id": "5a2db0c5a2db0c5a2db0c5a2db0c9001", "username": "sam", "email": "sam@example.com",
        "fullName": "Sam Sandbox", "createdAt": "2024-01-01T00:00:00.000Z",
        "subscription": [
          "category": "sandbox",
          "limits": [
            "links": [
              "used": .int(links.tally.created),
              "max": .int(options.quota ?? 100_000), "included": 0,
            ]
          ],
        ],
      ])
    }
  }

  private static func shown(_ domain: RebrandlyDomain) -> JSONValue {
    [
      "id": .string(domain.id), "ref": .string("/domains/\(domain.id)"),
      "fullName": .string(domain.name), "active": true, "type": "user",
    ]
  }

  func shown(_ link: SandboxLink) -> JSONObject {
    let domain = options.domains.first { $0.name == link.domain } ?? RebrandlyOptions.firstDomain
    var object: JSONObject = [
      "id": .string(link.id), "title": link.fields["title"] ?? .null,
      "slashtag": .string(link.slug), "destination": .string(link.url),
      "createdAt": .string(link.madeAt.iso), "updatedAt": .string(link.changedAt.iso),
      "status": "active", "clicks": .int(link.visits), "isPublic": false,
      "shortUrl": .string("\(link.domain)/\(link.slug)"), "domainId": .string(domain.id),
      "domainName": .string(link.domain), "domain": Self.shown(domain), "https": true,
      "favourite": link.fields["favourite"] ?? false, "integrated": false,
    ]
    for name in ["description", "ttl"] {
      if let value = link.fields[name] { object.append(name, value) }
    }
    return object
  }
}
