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
    let isFound: LinkView.Filter = { Self.isFound($0, call, in: workspace) }
    let isByTime = order == "createdAt"
    guard let start = try start(of: call, isByTime, where: isFound) else {
      return .json(.array([]))
    }
    let most = min(size, 25)
    let page: [SandboxLink]
    if isByTime {
      page = links.next(most, behind: start.serial, isRising: isRising, where: isFound)
    } else {
      let filters = call.query.pairs.filter {
        !["limit", "last", "orderBy", "orderDir"].contains($0.name)
      }
      let all = links.list(
        "\(order) \(workspace) \(filters)", isRising: isRising, by: Self.key(order),
        where: isFound)
      page = all.links(from: start.last.map { all.index(of: $0) + 1 } ?? 0, count: most)
    }
    links.gave(page)
    return .json(.array(page.map { .object(shown($0)) }))
  }

  /// What a page begins behind: the link that `last` names, or the serial of one that is gone; `nil` where nothing
  /// comes after that.
  private func start(
    of call: Call, _ isByTime: Bool, where isFound: LinkView.Filter
  ) throws(Refusal) -> (last: SandboxLink?, serial: Int?)? {
    guard let id = call.query["last"], !id.isEmpty else { return (nil, nil) }
    if let link = links[id], isFound(link) { return (link, link.serial) }
    guard options.lostLast != .ends else { return nil }
    guard options.lostLast == .goesOn, isByTime, let serial = links.serial(of: id) else {
      throw Self.error(404, "NotFound", "Link not found", source: "last")
    }
    return (nil, serial)
  }

  private static func key(_ order: String) -> SortKey.Maker {
    switch order {
    case "updatedAt": { .number(Int($0.changedAt.milliseconds)) }
    case "title": { .text($0.fields["title"]?.string ?? "") }
    default: { .text($0.slug) }
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
