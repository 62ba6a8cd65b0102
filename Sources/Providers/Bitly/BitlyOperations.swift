// What changes links at Bitly, one call a link.

import HTTP
import Records

struct BitlyDeletion: Deletion, OneByOne {
  func request(for id: LinkID) -> HTTPRequest {
    HTTPRequest(.delete, Bitly.target(id.text), isRepeatable: false)
  }

  /// Most links cannot be deleted, and the refusal is the one that a wrong key gets: the look at the link that follows
  /// tells, for a wrong key may not read it either.
  func read(_ reply: Reply, for id: LinkID) -> Answer<Report.Row> {
    if let why = reply.bitlyNotFound { return .content(.notFound(why)) }
    if reply.status == 403, reply.headers["X-Ratelimit-Reason"] == nil, let why = reply.bitlyRefusal
    {
      return .refused(why)
    }
    return reply.bitlyAnswer { json in
      let gone = json["links_deleted"]?.array?.map { $0["id"]?.string }
      return gone == [id.text] ? .done() : nil
    }
  }
}

struct BitlyCreation: Creation, OneByOne {
  var duplicates = Duplicates.reuse
  /// Of new links, where it is not the key's own.
  var group: String?

  let fields = FieldTable(
    [
      Field("long_url", form: .url, isRequired: true, means: .destination),
      Field("domain", form: .name, isShared: true, means: .domain, as: .givenOnly),
      Field("keyword", form: .name, except: [""], means: .slug, as: .givenOnly),
      Field("group_guid", form: .name, isShared: true), Field("force_new_link", .boolean),
    ] + shared)

  /// What creates and changes take alike.
  static let shared = [
    Field("title", means: .title), Field("tags", .list, means: .tags),
    Field("expiration_at", form: .moment, means: .expires), Field("deeplinks", .values),
    .shown("created_at", means: .created),
  ]

  /// A repeat is answered by the link that the first one made, as long as others are not asked for.
  var afterLoss: AfterLoss { duplicates == .allow ? .readBack : .resend }

  func request(for link: NewLink) -> HTTPRequest {
    var more = JSONObject()
    if duplicates == .allow { more.append("force_new_link", true) }
    if let group, link.fields["group_guid"] == nil { more.append("group_guid", .string(group)) }
    let body = more.members.isEmpty ? link.json : JSONValue.object(link.fields.merging(more)).bytes
    return HTTPRequest(.post, "/v4/bitlinks", written: body, isRepeatable: false)
  }

  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    reply.bitlyAnswer { json in
      guard let shown = json.object.flatMap({ ShownLink(bitly: $0, in: reply) }),
        let sent = link.fields["long_url"]?.string,
        !EchoedURL.differ(shown.object["long_url"]?.string ?? "", sent)
      else { return nil }
      return reply.status == 201 ? .done(shown) : duplicates.row(shown)
    }
  }

  /// A link that was there does not get the keyword of the row.
  func contradicts(_ shown: ShownLink, _ link: NewLink) -> Bool {
    guard let key = link.key, let domain = key.domain ?? shown.key?.domain else { return false }
    return !shown.isBitly("\(domain)/\(key.exact)")
  }

  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["long_url"] != nil, let key = ShownLink(bitly: shown)?.key else { return nil }
    let customs = shown["custom_bitlinks"]?.array ?? []
    let own = customs.isEmpty ? [] : [JSONObject.Member("keyword", .string(key.key))]
    return Restoration(
      shown, fields, carrying: ["id", "link", "custom_bitlinks"],
      as: [JSONObject.Member("domain", key.domain.map { .string($0) } ?? .null)] + own)
  }
}

struct BitlyModification: Modification, OneByOne {
  let fields = FieldTable(
    [
      Field("long_url", form: .url, means: .destination),
      Field("archived", .boolean, means: .archived),
    ] + BitlyCreation.shared)

  func request(for edit: Edit) -> HTTPRequest {
    HTTPRequest(.patch, Bitly.target(edit.id.text), written: edit.text, isRepeatable: true)
  }

  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    if let why = reply.bitlyNotFound { return .content(.notFound(why)) }
    return reply.bitlyAnswer { json in
      let link = json.object.flatMap { ShownLink(bitly: $0, in: reply) }
      return link.flatMap { $0.isBitly(edit.id.text) ? .done($0) : nil }
    }
  }
}
