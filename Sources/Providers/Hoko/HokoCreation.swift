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
    let texts: [(String, NeutralWord?)] = [
      ("title", .title), ("description", .description), ("image", .image),
      ("utm.source", .utmSource), ("utm.medium", .utmMedium), ("utm.campaign", .utmCampaign),
      ("utm.term", .utmTerm), ("utm.content", .utmContent), ("utm.referral", nil),
    ]
    let names: [(String, NeutralWord?)] = [
      ("externalId", .externalID), ("tenantId", nil), ("partnerId", nil),
    ]
    return FieldTable(
      [
        Field("url", form: .url, isRequired: isCreation, means: .destination),
        Field(
          "collectionId", form: .name, isRequired: isCreation, isShared: true, means: .folder),
        Field("utm", .object, takesNull: !isCreation),
      ] + texts.map { Field($0, takesNull: !isCreation, means: $1) }
        + names.map { Field($0, form: .name, takesNull: !isCreation, means: $1) }
        + [.shown("createdAt", means: .created)])
  }

  let keptTexts = ["title", "description", "tenantId"]

  func check(_ fields: JSONObject) throws(InvalidLink) {
    // With an ID the same request would change a link instead.
    if fields["id"] != nil {
      throw .badValue(field: "id", reason: "names a link that exists, and create makes new ones")
    }
    for name in ["collectionId", "partnerId"] {
      guard let id = fields[name]?.string, UUIDText.number(id) == nil else { continue }
      throw .badValue(field: name, reason: "is not a UUID")
    }
  }

  /// Only the names of requests are known to be taken, so of what is shown no others go back.
  func restoration(of shown: JSONObject) -> Restoration? {
    let isShown = shown.members.contains { $0.name != "id" && !fields.knows($0.name) }
    guard isShown, shown["id"]?.string.flatMap(UUIDText.number) != nil else { return nil }
    return Restoration(shown, fields)
  }

  func request(for links: [NewLink]) -> HTTPRequest {
    HTTPRequest(.put, "/api/links", array: links.map(\.json), isRepeatable: false)
  }

  /// Every element is a link of its own, and none says otherwise than its row; else their order is no proof
  /// of anything.
  func read(_ reply: Reply, for links: [NewLink]) -> Answer<Report> {
    switch reply.status {
    case 200..<300:
      guard let made = reply.hokoLinks, made.count == links.count,
        Set(made.map { $0.id?.lowercased() }).count == made.count,
        zip(made, links).allSatisfy({ !$0.object.contradictsAtHoko($1.fields) })
      else { return .unreadable(reply) }
      return .content(Report(made.map { .done($0) }))
    case 400 where reply.hokoRefusal == nil: return .fault(reply.unexpected)
    default: return reply.hokoFailure()
    }
  }
}
