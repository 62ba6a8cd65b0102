// What changes links at a Shlink server, one call a link.

import HTTP
import Records

struct ShlinkDeletion: Deletion, OneByOne {
  func request(for id: LinkID) -> HTTPRequest {
    HTTPRequest(.delete, Shlink.target(id), isRepeatable: false)
  }

  func read(_ reply: Reply, for id: LinkID) -> Answer<Report.Row> {
    if reply.status == 204 { return .content(.done()) }
    if let why = reply.shlinkNotFound { return .content(.notFound(why)) }
    return reply.shlinkAnswer { _ in nil }
  }
}

struct ShlinkCreation: Creation, OneByOne {
  var duplicates = Duplicates.allow
  let namesConflicts = true

  let fields = FieldTable(
    [
      Field("longUrl", form: .url, isRequired: true, means: .destination),
      Field("customSlug", form: .name, except: [""], means: .slug, shown: "shortCode"),
      Field("domain", form: .name, isShared: true, means: .domain),
      Field("shortCodeLength", .integer(4...Int64.max)), Field("findIfExists", .boolean),
    ] + shared)

  /// What creates and changes take alike; null clears.
  static let shared = [
    Field("title", longest: 512, takesNull: true, means: .title),
    Field("tags", .list, means: .tags),
    Field("validSince", form: .moment, takesNull: true, shown: "meta.validSince"),
    Field("validUntil", form: .moment, takesNull: true, means: .expires, shown: "meta.validUntil"),
    Field("maxVisits", .integer(1...Int64.max), takesNull: true, shown: "meta.maxVisits"),
    Field("crawlable", .boolean), Field("forwardQuery", .boolean, usual: true),
    .shown("visitsSummary.total", means: .clicks), .shown("dateCreated", means: .created),
  ]

  /// An equal body finds what the first one made.
  var afterLoss: AfterLoss { duplicates == .allow ? .readBack : .resend }

  func request(for link: NewLink) -> HTTPRequest {
    let finds: JSONObject = ["findIfExists": true]
    let body = duplicates == .allow ? link.json : JSONValue.object(link.fields.merging(finds)).bytes
    return HTTPRequest(.post, "/rest/v3/short-urls", written: body, isRepeatable: false)
  }

  /// A link that was found is answered as one that was made is; only its age tells.
  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    reply.shlinkAnswer { json in
      guard let shown = json.object.flatMap({ ShownLink(shlink: $0, in: reply) }),
        let sent = link.fields["longUrl"]?.string,
        !EchoedURL.differ(shown.object["longUrl"]?.string ?? "", sent)
      else { return nil }
      let mayBeOld = duplicates != .allow || link.fields["findIfExists"] == true
      let isOld = mayBeOld && !shown.isYounger(than: reply.sinceFirst)
      return isOld ? duplicates.row(shown) : .done(shown)
    }
  }

  func restoration(of shown: JSONObject) -> Restoration? {
    guard let code = shown["shortCode"]?.string, let meta = shown["meta"]?.object else {
      return nil
    }
    let limits = meta.members.filter { $0.value != .null && fields.knows($0.name) }
    return Restoration(
      shown, fields, carrying: ["shortCode", "meta", "shortUrl"],
      as: [.init("customSlug", .string(code))] + limits)
  }
}

struct ShlinkModification: Modification, OneByOne {
  let fields = FieldTable(
    [Field("longUrl", form: .url, means: .destination)] + ShlinkCreation.shared)

  func request(for edit: Edit) -> HTTPRequest {
    HTTPRequest(.patch, Shlink.target(edit.id), written: edit.text, isRepeatable: true)
  }

  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    if let why = reply.shlinkNotFound { return .content(.notFound(why)) }
    return reply.shlinkAnswer { json in
      let link = json.object.flatMap { ShownLink(shlink: $0, in: reply) }
      return link.flatMap { $0.isShlink(edit.id.text) ? .done($0) : nil }
    }
  }

  /// Limits are shown in an object of their own; tags are kept in small letters, with hyphens for blanks.
  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    let stored = link[field.name] ?? link["meta"]?[field.name] ?? .null
    switch (field.name, stored.string, field.value.string) {
    case ("tags", _, _): return Self.tags(stored) == Self.tags(field.value)
    case ("longUrl", let stored?, let sent?): return Sameness.ofURLs(stored, sent)
    case ("validSince", let stored?, let sent?), ("validUntil", let stored?, let sent?):
      return Sameness.ofMoments(stored, sent)
    default: return stored == field.value
    }
  }

  private static func tags(_ value: JSONValue) -> Set<String> {
    Set(
      (value.array ?? []).compactMap(\.string).map {
        $0.trimmingWhitespace().lowercased().split(separator: " ").joined(separator: "-")
      })
  }
}
