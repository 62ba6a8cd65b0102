// What Short.io shows of links and domains; a link is not read as it is written (others-2.md, section 1).

import HTTP
import Records

extension ShortIORules {
  func read(_ call: Call) throws(Refusal) -> HTTPResponse {
    if call.operation == .get {
      guard let link = links[call.name] else { throw failure(404, "Link not found", .get) }
      return .json(.object(shown(link)))
    }
    let isByPath = call.operation == .info
    guard let domain = call.query["domain"],
      let value = call.query[isByPath ? "path" : "originalURL"]
    else {
      throw failure(400, "Bad Request", call.operation, beside: ["message": "query is not valid"])
    }
    if call.request.path == "/links/multiple-by-url" {
      let found = links.links(to: value).filter { $0.domain == domain }
      return open("links", found.map { .object(shown($0)) })
    }
    let found =
      isByPath
      ? links.link(at: domain, value) : links.links(to: value).first { $0.domain == domain }
    guard let found, !found.isForeign else { throw failure(404, "Link not found", call.operation) }
    return .json(.object(shown(found)))
  }

  /// The links of one domain, the last made first where nothing else is said; a date that a create gave does not
  /// count.
  ///
  /// The token of the next page is the place of this one's last link, so that links which come or go meanwhile
  /// shift nothing.
  mutating func list(_ call: Call) throws(Refusal) -> HTTPResponse {
    guard let number = call.number("domain_id") else {
      throw failure(400, "querystring must have required property 'domain_id'", .list)
    }
    guard let domain = options.domains.first(where: { $0.id == number }) else {
      throw failure(404, "Domain not found", .list)
    }
    let size = call.query["limit"] == nil ? 50 : call.number("limit") ?? 0
    let token = call.query["pageToken"]
    let last = token.flatMap { Int($0.dropFirst(3), radix: 36) }
    guard (1...150).contains(size), token == nil || last != nil else {
      throw failure(400, "querystring is not valid", .list)
    }
    let isRising = call.query["dateSortOrder"] == "asc"
    let (folder, id) = (call.query["folderId"], call.query["idString"])
    let times = ["afterDate", "beforeDate"].map {
      call.query[$0].flatMap { ISODate.milliseconds($0) }
    }
    let filters = call.query.pairs.filter {
      !["pageToken", "limit", "dateSortOrder"].contains($0.name)
    }
    let isFound: LinkView.Filter = { link in
      link.domain == domain.name && (folder == nil || link.fields["FolderId"]?.string == folder)
        && (id == nil || link.id == id) && link.madeAt.milliseconds > times[0] ?? .min
        && link.madeAt.milliseconds < times[1] ?? .max
    }
    let found = links.next(size + 1, behind: last, isRising: isRising, where: isFound)
    let page = Array(found.prefix(size))
    links.gave(page)
    let count =
      options.count == .page
      ? page.count
      : links.list("\(filters)", isRising: true, where: isFound).count
    var object: JSONObject = [
      "count": .int(count), "links": .array(page.map { .object(shown($0)) }),
    ]
    if found.count > size, let last = page.last {
      object.append("nextPageToken", .string("pt_" + String(last.serial, radix: 36)))
    }
    return .json(.object(object))
  }

  func folders(of domain: String) -> HTTPResponse {
    open(
      "linkFolders",
      options.folders.filter { String($0.domain) == domain }.map { folder in
        [
          "id": .string(folder.id), "name": .string(folder.name),
          "DomainId": .int(folder.domain),
        ]
      })
  }

  func domains(_ call: Call) -> HTTPResponse {
    let part = call.query["pattern"] ?? ""
    let found = options.domains.filter { part.isEmpty || $0.name.contains(part) }
    let page = found.dropFirst(max(0, call.number("offset") ?? 0)).prefix(
      max(0, call.number("limit") ?? 200))
    return .json(
      .array(
        page.map { domain in
          [
            "id": .int(domain.id), "hostname": .string(domain.name),
            "unicodeHostname": .string(domain.name), "state": "configured",
            "linkType": "random", "caseSensitive": .bool(domain.isCaseSensitive),
            "httpsLinks": true, "createdAt": "2024-01-01T00:00:00.000Z",
            "updatedAt": "2024-01-01T00:00:00.000Z",
          ]
        }))
  }

  private func open(_ name: String, _ elements: [JSONValue]) -> HTTPResponse {
    .json(options.openForm == .bare ? .array(elements) : .object([name: .array(elements)]))
  }

  func shown(_ link: SandboxLink) -> JSONObject {
    let domain = options.domains.first { $0.name == link.domain }
    let short = "https://\(link.domain)/\(link.slug)"
    var object: JSONObject = [
      "originalURL": .string(link.url), "path": .string(link.slug), "idString": .string(link.id),
      "id": .string(link.id), "shortURL": .string(short), "secureShortURL": .string(short),
      "tags": [], "archived": false, "cloaking": false, "source": "api", "OwnerId": 1,
      "DomainId": .int(domain?.id ?? 0), "createdAt": .string(link.madeAt.iso),
      "hasPassword": .bool(link.fields["password"]?.filledString != nil),
    ]
    for field in link.fields.without(["password"]).members {
      let isNumber = field.name == "redirectType"
      let value = isNumber ? .text(field.value.number?.text) : field.value
      object = object.with(field.name, value)
    }
    return object
  }
}
