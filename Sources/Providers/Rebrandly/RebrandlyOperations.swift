// What changes links at Rebrandly: 25 a delete, answered by a count, the rest one by one.

import HTTP
import Records

struct RebrandlyDeletion: Deletion {
  let limit = BatchLimit(links: 25)
  let way = "unknown IDs are passed over; answered by a count"

  /// A repeat ends in a lower count.
  let afterLoss = AfterLoss.resend

  func request(for ids: [LinkID]) -> HTTPRequest {
    let ids = JSONValue.array(ids.map { .string($0.text) })
    return HTTPRequest(.delete, "/v1/links", json: .object(["links": ids]), isRepeatable: false)
  }

  func read(_ reply: Reply, for ids: [LinkID]) -> Answer<Report> {
    reply.rebrandlyAnswer { json in
      guard let count = json["count"]?.int64.map({ Int(clamping: $0) }),
        (0...ids.count).contains(count)
      else { return nil }
      return Report(count: count, of: ids.count)
    }
  }
}

struct RebrandlyCreation: Creation, OneByOne {
  let namesConflicts = true

  let fields = FieldTable([
    Field("destination", form: .url, longest: 2_048, isRequired: true, means: .destination),
    Field("slashtag", form: .name, longest: 40, except: [""], means: .slug),
    Field("title", longest: 255, means: .title),
    Field("domain", .object, isShared: true),
    .inside("domain.fullName", means: .domain, shown: "domainName"),
    Field("description", longest: 2_000, means: .description), Field("favourite", .boolean),
    .shown("clicks", means: .clicks), .shown("createdAt", means: .created),
  ])

  func check(_ fields: JSONObject) throws(InvalidLink) {
    for name in ["title", "description"] {
      guard let text = fields[name]?.string, text.utf16.count < 3 else { continue }
      throw .badValue(field: name, reason: "is shorter than 3 characters")
    }
    let isWord: (Character) -> Bool = {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
    }
    if let slug = fields["slashtag"]?.string, !slug.allSatisfy(isWord) {
      throw .badValue(field: "slashtag", reason: "takes letters, digits, - and _")
    }
  }

  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    try check(fields)
    try self.fields.check(fields, allowingUnknown: allowingUnknown)
    let domain = fields["domain"]?["fullName"]?.string?.lowercased()
    return NewLink(
      row: row, fields: fields,
      key: fields["slashtag"]?.string.map { LinkKey(domain: domain, key: $0) })
  }

  func request(for link: NewLink) -> HTTPRequest {
    HTTPRequest(.post, "/v1/links", written: link.json, isRepeatable: false)
  }

  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    reply.rebrandlyAnswer { json in
      let shown = json.object.flatMap { ShownLink(rebrandly: $0, in: reply) }
      return shown.flatMap { canBe($0, link) ? .done($0) : nil }
    }
  }

  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["id"] != nil, let domain = shown["domainName"]?.string else { return nil }
    return Restoration(
      shown, fields,
      carrying: ["id", "shortUrl", "domainId", "domainName", "https", "status", "integrated"],
      as: [.init("domain", ["fullName": .string(domain)])])
  }
}

struct RebrandlyModification: Modification, OneByOne {
  let fields = FieldTable([
    Field("destination", form: .url, longest: 2_048, means: .destination),
    Field("title", longest: 255, means: .title),
    Field("description", longest: 2_000, means: .description), Field("favourite", .boolean),
  ])

  func request(for edit: Edit) -> HTTPRequest {
    HTTPRequest(.post, "/v1/links/" + edit.id.text, written: edit.text, isRepeatable: true)
  }

  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    if let why = reply.rebrandlyNotFound { return .content(.notFound(why)) }
    return reply.rebrandlyAnswer { json in
      let link = json.object.flatMap { ShownLink(rebrandly: $0, in: reply) }
      return link.flatMap { $0.id == edit.id.text ? .done($0) : nil }
    }
  }
}
