// Creating at ShortPen: `POST /v1/generate`, one link a request, answered by the short link without an ID.

import HTTP
import Records

/// Creating links at ShortPen.
struct ShortPenCreation: Creation, OneByOne {
  /// No bulk create is documented.
  let way = "no bulk call; answered without the new ID"

  let fields = ShortPenCreation.table(isCreation: true)

  /// The same fields are taken by create and edit; how a value is cleared is not documented.
  static func table(isCreation: Bool) -> FieldTable {
    FieldTable([
      Field("url", form: .url, isRequired: isCreation, means: .destination),
      // Links show the name of their domain, and take its number.
      Field(
        "domain_id", .integer(1...Int64.max), isRequired: isCreation, isShared: true,
        means: .domain, as: .givenOnly),
      Field("workspace_id", .integer(1...Int64.max)), Field("title", means: .title),
      Field("custom_slug", form: .name, means: .slug, as: .givenOnly),
      Field("folder_id", .integer(1...Int64.max), means: .folder),
      Field("param", .object, shown: "params"),
      .inside("param.utm_source", means: .utmSource, shown: "params.utm_source"),
      .inside("param.utm_medium", means: .utmMedium, shown: "params.utm_medium"),
      .inside("param.utm_campaign", means: .utmCampaign, shown: "params.utm_campaign"),
      .inside("param.utm_term", means: .utmTerm, shown: "params.utm_term"),
      .inside("param.utm_content", means: .utmContent, shown: "params.utm_content"),
      Field("generate_qr", .boolean), Field("enable_tracking", .boolean),
      Field("pixel_id", .integer(1...Int64.max)),
      Field("redirect_type", .integer(301...302), usual: 301),
      Field("link_cloak", .boolean), Field("hide_referer", .boolean),
      Field("with_password", .boolean),
      Field(
        "url_password", means: .password, as: .givenOnly, beside: ["with_password": true]),
      Field("r", .integer(0...255)), Field("g", .integer(0...255)), Field("b", .integer(0...255)),
      Field("uploaded_logo_type"), Field("uploaded_logo_data"),
      Field("tag_ids", .integers, means: .tags, as: .own),
      .shown("created_at", means: .created),
    ])
  }

  let keptTexts = ["title"]

  /// But for a switch, which is always looked at.
  let isJudgedByFields = true

  /// A link that is taken back from a list would be open to everyone.
  func check(_ fields: JSONObject) throws(InvalidLink) {
    guard fields["with_password"] == true, fields["url_password"] == nil else { return }
    throw .badValue(
      field: "with_password",
      reason: "is true, and url_password, which ShortPen does not show, is missing; give it, or"
        + " make with_password false")
  }

  /// The slug is shown as the path of the link, and the parameters under another name; the password is not
  /// shown at all.
  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["id"]?.int64 != nil, let slug = ShortPenShortLink(in: shown)?.slug else {
      return nil
    }
    var added = [JSONObject.Member("custom_slug", .string(slug))]
    if let params = shown["params"], params != .null { added.append(.init("param", params)) }
    if shown["pixel_id"]?.int64 != nil { added.append(.init("enable_tracking", true)) }
    return Restoration(
      shown, fields, carrying: ["link", "short_url", "params", "custom_slug", "param"], as: added)
  }

  func request(for link: NewLink) -> HTTPRequest {
    HTTPRequest(.post, "/v1/generate", written: link.json, isRepeatable: false)
  }

  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    // A domain or folder that is not there is a 404 of the row, not of the address.
    if reply.status == 404, let refusal = reply.shortPenRefusal { return .refused(refusal) }
    return reply.shortPenAnswer { data in
      guard let data = data.object, ShortPenShortLink(in: data)?.canBe(of: link.fields) == true
      else { return nil }
      // What `created` means is not documented; `false` is no confirmation.
      guard data["created"]?.bool == false else { return .done(ShownLink(shortPenAnswer: data)) }
      let short = data["link"]?.string ?? ""
      return .undecided(Refusal("not_created", "answered with created: false \(short)"))
    }
  }

  /// A link that is found may be another's.
  func isSame(_ shown: ShownLink, as link: NewLink) -> Bool {
    guard let sent = link.fields["url"]?.string, let stored = shown.object["url"]?.string else {
      return false
    }
    return ShortPenModification.isSameURL(stored, sent)
  }
}
