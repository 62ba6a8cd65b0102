// Creating at Hoko: `PUT /api/links` without `id`, up to 10,000, answered in the order of the request.

import HTTP
import Records

/// Creating links at Hoko.
///
/// Its POST creates too, but promises no order; its PUT promises the input's order, so that each row gets
/// its own link.
struct HokoCreation: Creation {
  let limit = BatchLimit(links: 10_000)
  let way = "all or nothing; answered in the input's order"

  let fields = HokoCreation.table(isCreation: true)

  /// Hoko has further fields whose names its pages, as far as they were read, do not show; `null` clears a
  /// field at its sibling pages, so it is passed on in changes.
  static func table(isCreation: Bool) -> FieldTable {
    let texts = [
      "title", "description", "image", "utm.source", "utm.medium", "utm.campaign", "utm.term",
      "utm.content", "utm.referral",
    ]
    let names = ["externalId", "tenantId", "partnerId"]
    return FieldTable(
      [
        Field("url", form: .url, isRequired: isCreation),
        Field("collectionId", form: .name, isRequired: isCreation),
        Field("utm", .object, takesNull: !isCreation),
      ] + texts.map { Field($0, takesNull: !isCreation) }
        + names.map { Field($0, form: .name, takesNull: !isCreation) })
  }

  let externalIDField: String? = "externalId"
  let namingFields = ["externalId", "url"]

  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    // With an ID the same request would change a link instead.
    if fields["id"] != nil {
      throw .badValue(field: "id", reason: "names a link that exists, and create makes new ones")
    }
    try self.fields.check(fields, allowingUnknown: allowingUnknown)
    for name in ["collectionId", "partnerId"] {
      guard let id = fields[name]?.string, UUIDText.number(id) == nil else { continue }
      throw .badValue(field: name, reason: "is no UUID")
    }
    return NewLink(row: row, fields: fields, key: nil, externalID: fields["externalId"]?.string)
  }

  /// Only the names of requests are known to be taken, so of what is shown no others go back.
  func restoration(of shown: JSONObject) -> Restoration? {
    let isShown = shown.members.contains { $0.name != "id" && !fields.knows($0.name) }
    guard isShown, shown["id"]?.string.flatMap(UUIDText.number) != nil else { return nil }
    return Restoration(shown, fields)
  }

  func request(for links: [NewLink]) -> HTTPRequest {
    HTTPRequest(
      .put, "/api/links", json: .array(links.map { .object($0.fields) }), isRepeatable: false)
  }

  func read(_ response: HTTPResponse, for links: [NewLink]) -> Answer<CreationReport> {
    switch response.status {
    case 200..<300:
      let made = response.json?.array?.compactMap(\.object) ?? []
      guard made.count == links.count else { return .unreadable(response) }
      var report = CreationReport()
      for (link, object) in zip(links, made) { report.made[link] = object }
      return .content(report)
    case 400 where response.hokoRefusal == nil: return .fault(response.unexpected)
    default: return response.hokoFailure()
    }
  }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .externalID else { return nil }
    return link.externalID.map {
      HTTPRequest(
        .get, "/api/links?externalId=" + PercentEncoding.encode($0), isRepeatable: true)
    }
  }

  func read(
    _ response: HTTPResponse, searchingFor link: NewLink, by name: MatchKey
  ) -> Answer<FoundLink?> {
    switch response.status {
    case 200..<300:
      guard let body = response.json, body.array != nil || body.object != nil else {
        return .unreadable(response)
      }
      let items = body.array ?? [body]
      let found = items.compactMap(\.object)
      guard found.count == items.count,
        found.allSatisfy({ $0["externalId"]?.string == link.externalID })
      else { return .unreadable(response) }
      return .content(
        found.first.map { FoundLink($0, age: response.age(ofDate: $0["createdAt"]?.string)) })
    case 400 where response.hokoRefusal != nil: return .content(nil)
    default: return response.hokoFailure()
    }
  }

  /// A direct answer is in the order of the request, so only a search can show another link.
  func isSame(_ shown: JSONObject, as link: NewLink, isFound: Bool) -> Bool {
    if let id = link.externalID, let stored = shown["externalId"]?.string, stored != id {
      return false
    }
    return !isFound || shown["url"] == link.fields["url"]
  }
}
