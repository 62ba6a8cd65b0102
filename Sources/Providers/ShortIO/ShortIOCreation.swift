// Creating at Short.io: `POST /links/bulk`, up to 1,000 links of one domain and folder.

import HTTP
import Records

struct ShortIOCreation: Creation {
  let limit = BatchLimit(links: 1_000)
  let way = "of one domain and folder; answered row by row"
  let groupsRows = true
  let rateClass: RateClass? = ShortIO.bulkCreates

  /// Of rows that name none.
  var domain: String?
  var duplicates = Duplicates.reuse

  /// A repeat is answered by the links that are there, as long as others are not asked for.
  var afterLoss: AfterLoss { duplicates == .allow ? .readBack : .resend }

  let fields = FieldTable(
    [
      Field("originalURL", form: .url, isRequired: true, means: .destination),
      Field("domain", form: .name, isRequired: true, isShared: true, means: .domain),
      Field("folderId", form: .name, isShared: true, means: .folder, shown: "FolderId"),
      Field("createdAt", form: .moment),
    ] + shared + [.shown("createdAt", means: .created)])

  /// What creates and changes take alike.
  static let shared =
    [
      Field("path", form: .name, means: .slug), Field("tags", .list, means: .tags),
      Field("title", means: .title), Field("expiresAt", form: .moment, means: .expires),
      Field("expiredURL", form: .url, means: .expiredDestination),
      Field("password", means: .password, as: .givenOnly),
      Field("archived", .boolean, means: .archived),
      Field("utmSource", means: .utmSource), Field("utmMedium", means: .utmMedium),
      Field("utmCampaign", means: .utmCampaign), Field("utmTerm", means: .utmTerm),
      Field("utmContent", means: .utmContent),
      Field("redirectType", .integer(301...308)), Field("clicksLimit", .integer(1...Int64.max)),
      Field("splitURL", form: .url), Field("splitPercent", .integer(1...100)),
      Field("androidURL", form: .url), Field("iphoneURL", form: .url),
      Field("cloaking", .boolean), Field("skipQS", .boolean),
    ]

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

  /// Domain and folder stand once in a request, for all its links.
  func request(for links: [NewLink]) -> HTTPRequest {
    let first = links.first?.fields ?? JSONObject()
    let common = first.members.filter { Self.isCommon($0.name) }
    let rows = links.map { link in
      JSONValue.object(JSONObject(link.fields.members.filter { !Self.isCommon($0.name) }))
    }
    let allows = JSONObject.Member("allowDuplicates", .bool(duplicates == .allow))
    let body = JSONObject(common + [allows, .init("links", .array(rows))])
    return HTTPRequest(.post, "/links/bulk", json: .object(body), isRepeatable: false)
  }

  private static func isCommon(_ name: String) -> Bool { name == "domain" || name == "folderId" }

  /// The answer is in the order of the rows, which is not promised: it counts where no link contradicts it.
  func read(_ reply: Reply, for links: [NewLink]) -> Answer<Report> {
    // All rows of a request name the domain and the folder that is not there.
    if reply.status == 404, let why = reply.shortIORefusal {
      return .content(Report(.refused(why), of: links.count))
    }
    if reply.status == 402, let why = reply.shortIORefusal { return .stop(.quotaUsedUp(why)) }
    return reply.shortIOAnswer { json in
      // One that tells of fewer links may have made all of them, and a repeat shows them.
      guard let items = json.array, items.count == links.count else { return nil }
      return report(items, links, reply)
    }
  }

  private func report(_ items: [JSONValue], _ links: [NewLink], _ reply: Reply) -> Report? {
    let shown = items.map { $0.object.flatMap { ShownLink(shortIO: $0, in: reply) } }
    let isInOrder = zip(shown, links).allSatisfy { shown, link in
      shown.map { canBe($0, link) } ?? true
    }
    var report = Report(.untold, of: links.count)
    var open = Array(links.indices)
    for (index, item) in items.enumerated() {
      guard let made = shown[index] else {
        if isInOrder { report.rows[index] = .refused(Refusal(shortIO: item)) }
        continue
      }
      let place =
        isInOrder
        ? index
        : open.first { links[$0].key != nil && links[$0].key == made.key }
          ?? open.first { links[$0].key == nil && isSame(made, as: links[$0]) }
      guard let place else { return nil }
      open.removeAll { $0 == place }
      report.rows[place] = item["duplicate"] == true ? duplicates.row(made) : .done(made)
    }
    return report.rows.contains { $0 != .untold } ? report : nil
  }

  /// A link is not read as it is written.
  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["idString"] != nil, let domain = ShortIO.host(of: shown) else { return nil }
    var added = [JSONObject.Member("domain", .string(domain))]
    if let folder = shown["FolderId"], folder != .null { added.append(.init("folderId", folder)) }
    if let type = shown["redirectType"]?.string.flatMap({ Int($0) }) {
      added.append(.init("redirectType", .number(JSONNumber(type))))
    }
    return Restoration(
      shown, fields,
      carrying: ["FolderId", "DomainId", "id", "idString", "shortURL", "secureShortURL"], as: added)
  }
}
