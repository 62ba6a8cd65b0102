// A provider in the shape of Short.io: deletes of 150 links that are answered by one flag, creates of 1,000 that share a
// domain and a folder, changes and reads one by one, three limits that differ, and a list by cursor for each domain.

import HTTP
import Providers
import Records

/// A service whose links have IDs such as `lnk_4Zq_8xYz`.
struct SharedDomain: Provider {
  let name = "shareddomain"
  let title = "SharedDomain"
  let baseURL: String? = "https://api.short.io"
  let keyVariable = "SHAREDDOMAIN_API_KEY"
  let idForm = "lnk_…_…"
  let rateWords = "20 requests a second"
  let rateLimit: RateLimit? = RateLimit(requests: 20, per: .seconds(1))

  /// Limits besides the one of all requests.
  ///
  /// Whether bulk calls count there too is not documented, and they are so few that it costs nothing. The 50 creates
  /// a second are of creates one by one, which are not sent.
  static let bulkCreates = RateClass("bulk-create", RateLimit(requests: 5, per: .seconds(10)))
  static let bulkDeletes = RateClass("bulk-delete", RateLimit(requests: 1, per: .seconds(1)))

  let credential = Credential.header("Authorization")
  let settings = [
    Setting(
      "default-domain", value: "DOMAIN", variable: "SHAREDDOMAIN_DOMAIN",
      words: "The domain of rows that name none.", isRequired: false)
  ]
  let habits = [
    Habit("delete", "the answer is one flag; IDs that are not there may be passed over.")
  ]
  let deletion: (any Deletion)? = BulkDeletion()
  private(set) var creation: (any Creation)? = BulkCreation()
  let modification: (any Modification)? = SingleChange()
  let upsertion: Upsertion? = Upsertion([.id, .key])
  let reading: any Reading = SingleRead()
  let keyCheck = KeyCheck(
    SharedDomain.domains,
    untold: ["whose key it is", "whether it may change links, which it says when it may not"]
  ) { reply in
    reply.sharedAnswer { json in
      guard let domains = json.array else { return nil }
      var findings = KeyFindings()
      for domain in domains.prefix(100) { findings.note("domain", domain["hostname"]?.string) }
      return findings
    }
  }

  static let domains = HTTPRequest(.get, "/api/domains?limit=1000", isRepeatable: true)

  func linkID(_ text: String) throws(InvalidID) -> LinkID {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "lnk",
      parts.allSatisfy({
        !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      })
    else { throw InvalidID("is not a SharedDomain ID, which is such as lnk_4Zq_8xYz") }
    return LinkID(text)
  }

  func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    guard let domain = settings["default-domain"] else { return self }
    guard domain.contains("."), !domain.contains("/") else {
      throw InvalidSetting("default-domain", "is not the name of a domain")
    }
    var provider = self
    provider.creation = BulkCreation(domain: domain.lowercased())
    return provider
  }
}

/// One flag tells of all links together.
struct BulkDeletion: Deletion {
  let limit = BatchLimit(links: 150)
  let way = "answered by one flag"
  let rateClass: RateClass? = SharedDomain.bulkDeletes

  /// What IDs that are not there do to a repeat is not documented.
  let afterLoss = AfterLoss.readBack

  func request(for ids: [LinkID]) -> HTTPRequest {
    let ids = JSONValue.array(ids.map { .string($0.text) })
    return HTTPRequest(
      .delete, "/links/delete_bulk", json: .object(["link_ids": ids]), isRepeatable: false)
  }

  /// Where the flag says no, some may be deleted all the same, and each is looked for.
  func read(_ reply: Reply, for ids: [LinkID]) -> Answer<Report> {
    if reply.status == 404, let why = reply.sharedRefusal { return .refused(why) }
    return reply.sharedAnswer { json in
      json["success"]?.bool.map { isDone in
        let why = Refusal("not_all", json["error"]?.string ?? "answered with success: false")
        return Report(isDone ? .done() : .undecided(why), of: ids.count)
      }
    }
  }

  func refusedAlone(_ refusal: Refusal) -> Status? { refusal.code == "http_404" ? .notFound : nil }
}

/// Domain and folder stand once in a request, for all its links.
struct BulkCreation: Creation {
  let limit = BatchLimit(links: 1_000)
  let way = "rows of one domain and folder share a request; answered row by row"
  let groupsRows = true
  let rateClass: RateClass? = SharedDomain.bulkCreates

  /// A repeat is answered by the links that are there, as long as duplicates are not asked for.
  let afterLoss = AfterLoss.resend

  /// Of rows that name none.
  var domain: String?

  let fields = FieldTable(
    [
      Field("originalURL", form: .url, isRequired: true, means: .destination),
      Field("domain", form: .name, isRequired: true, isShared: true, means: .domain),
      Field("folderId", form: .name, isShared: true), Field("createdAt", form: .moment),
    ] + shared)

  /// What creates and changes take alike.
  static let shared =
    [
      Field("path", form: .name, means: .slug), Field("tags", .list),
      Field("expiresAt", form: .moment), Field("expiredURL", form: .url),
      Field("redirectType", .integer(301...308)), Field("clicksLimit", .integer(1...Int64.max)),
      Field("splitURL", form: .url), Field("splitPercent", .integer(1...100)),
      Field("androidURL", form: .url), Field("iphoneURL", form: .url),
    ]
    + ["title", "password", "utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"]
    .map { Field($0) } + ["archived", "cloaking", "skipQS"].map { Field($0, .boolean) }

  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    var fields = fields
    if fields["domain"] == nil, let domain { fields.append("domain", .string(domain)) }
    try self.fields.check(fields, allowingUnknown: allowingUnknown)
    return NewLink(row: row, fields: fields, in: self.fields)
  }

  func group(of link: NewLink) -> [UInt8]? {
    [UInt8]("\(link.fields["domain"] ?? .null) \(link.fields["folderId"] ?? .null)".utf8)
  }

  func request(for links: [NewLink]) -> HTTPRequest {
    let first = links.first?.fields ?? JSONObject()
    let common = first.members.filter { Self.isCommon($0.name) }
    let rows = links.map { link in
      JSONValue.object(JSONObject(link.fields.members.filter { !Self.isCommon($0.name) }))
    }
    let body = JSONObject(common + [.init("allowDuplicates", false), .init("links", .array(rows))])
    return HTTPRequest(.post, "/links/bulk", json: .object(body), isRepeatable: false)
  }

  private static func isCommon(_ name: String) -> Bool { name == "domain" || name == "folderId" }

  /// The answer is in the order of the rows, which is not promised: it counts where no link contradicts it.
  func read(_ reply: Reply, for links: [NewLink]) -> Answer<Report> {
    // All rows of a request name the domain and the folder that is not there.
    if reply.status == 404, let why = reply.sharedRefusal {
      return .content(Report(.refused(why), of: links.count))
    }
    if reply.status == 402, let why = reply.sharedRefusal { return .stop(.quotaUsedUp(why)) }
    return reply.sharedAnswer { json in
      // One that tells of fewer links may have made all of them, and a repeat shows them.
      guard let items = json.array, items.count == links.count else { return nil }
      let shown = items.map { $0.object.flatMap { ShownLink(shared: $0, in: reply) } }
      let isInOrder = zip(shown, links).allSatisfy { shown, link in
        shown.map { canBe($0, link) } ?? true
      }
      var report = Report(.untold, of: links.count)
      var open = Array(links.indices)
      for (index, item) in items.enumerated() {
        guard let made = shown[index] else {
          if isInOrder { report.rows[index] = .refused(Refusal(shared: item)) }
          continue
        }
        let place =
          isInOrder
          ? index
          : open.first { links[$0].key != nil && links[$0].key == made.key }
            ?? open.first { links[$0].key == nil && isSame(made, as: links[$0]) }
        guard let place else { return nil }
        open.removeAll { $0 == place }
        report.rows[place] = item["duplicate"] == true ? .existed(made) : .done(made)
      }
      return report.rows.contains { $0 != .untold } ? report : nil
    }
  }

  /// A link is not read as it is written.
  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["idString"] != nil, let domain = SharedDomain.host(of: shown) else { return nil }
    var added = [JSONObject.Member("domain", .string(domain))]
    if let folder = shown["FolderId"], folder != .null { added.append(.init("folderId", folder)) }
    if let type = shown["redirectType"]?.string.flatMap({ Int($0) }) {
      added.append(.init("redirectType", .number(JSONNumber(type))))
    }
    let others: Set<String> = [
      "FolderId", "DomainId", "redirectType", "id", "idString", "shortURL",
    ]
    return Restoration(shown, fields, carrying: others.union(["secureShortURL"]), as: added)
  }
}

struct SingleChange: Modification, OneByOne {
  let fields = FieldTable(
    [Field("originalURL", form: .url, means: .destination)] + BulkCreation.shared)

  func request(for edit: Edit) -> HTTPRequest {
    HTTPRequest(.post, "/links/" + edit.id.text, written: edit.text, isRepeatable: true)
  }

  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    switch (reply.status, reply.sharedRefusal) {
    case (404, let why?): .content(.notFound(why))
    case (402, let why?): .refused(why)
    default:
      reply.sharedAnswer { json in
        let link = json.object.flatMap { ShownLink(shared: $0, in: reply) }
        return link.flatMap { $0.id == edit.id.text ? .done($0) : nil }
      }
    }
  }

  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    guard field.name == "redirectType" else { return link[field.name] == field.value }
    return link[field.name]?.string == field.value.number?.text
  }
}

struct SingleRead: Reading {
  func request(for id: LinkID) -> HTTPRequest? {
    HTTPRequest(.get, "/links/" + id.text, isRepeatable: true)
  }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    sighting(reply) { $0.id == id.text }
  }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .key, let key = link.key, let domain = key.domain else { return nil }
    let query = "domain=\(PercentEncoding.encode(domain))&path=\(PercentEncoding.encode(key.exact))"
    return HTTPRequest(.get, "/links/expand?" + query, isRepeatable: true)
  }

  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    sighting(reply) { $0.key == link.key }
  }

  private func sighting(_ reply: Reply, _ isMeant: (ShownLink) -> Bool) -> Answer<Sighting> {
    if reply.status == 404, reply.sharedRefusal != nil { return .content(.notThere) }
    return reply.sharedAnswer { json in
      let link = json.object.flatMap { ShownLink(shared: $0, in: reply) }
      return link.flatMap { isMeant($0) ? .there($0) : nil }
    }
  }

  func walk() -> (any Listing)? { listing }

  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? { listing }

  private var listing: PartedListing {
    PartedListing(SharedDomain.domains) { reply in
      reply.sharedAnswer { json in
        let ids = json.array?.map { $0["id"]?.int64.map(String.init) }
        return ids.flatMap { $0.contains(nil) ? nil : $0.compactMap(\.self) }
      }
    } part: { domain in
      ListPart(
        name: domain, words: "the domain \(domain)",
        pages: CursorPages(DomainPages(domain: domain)))
    }
  }
}

/// Every link of a domain, 150 a page, oldest first.
struct DomainPages: CursorSource {
  let domain: String

  func request(after cursor: String?) -> HTTPRequest {
    let token = cursor.map { "&pageToken=" + PercentEncoding.encode($0) } ?? ""
    return HTTPRequest(
      .get, "/api/links?domain_id=\(domain)&limit=150&dateSortOrder=asc" + token,
      isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.sharedAnswer { json in
      LinkPage(json["links"]?.array ?? [.null], cursor: json["nextPageToken"]?.string) {
        ShownLink(shared: $0, in: reply)
      }
    }
  }
}

extension SharedDomain {
  /// The domain of a link, which only its short URL shows.
  static func host(of link: JSONObject) -> String? {
    link["shortURL"]?.string?.split(separator: "/").dropFirst().first.map(String.init)
  }
}

extension ShownLink {
  convenience init?(shared link: JSONObject, in reply: Reply) {
    guard let id = link["idString"]?.string, let path = link["path"]?.string else { return nil }
    self.init(
      id: id, key: LinkKey(domain: SharedDomain.host(of: link), key: path),
      shortURL: link["secureShortURL"]?.string ?? link["shortURL"]?.string,
      made: link["createdAt"]?.string, in: reply, object: link)
  }
}

extension Refusal {
  /// An error in the place of a link; it has a status of its own.
  fileprivate init(shared item: JSONValue) {
    let words = (item["error"] ?? item["message"])?.string ?? "refused without a word"
    self.init("http_" + (item["status"]?.number?.text ?? "200"), words)
  }
}

extension Reply {
  /// An error, which has another form in each call.
  fileprivate var sharedRefusal: Refusal? {
    let words = json?["message"]?.string ?? json?["error"]?.string
    return isSuccess ? nil : words.map { Refusal("http_\(status)", $0) }
  }

  fileprivate func sharedAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    answer(or: sharedRefusal, content)
  }
}
