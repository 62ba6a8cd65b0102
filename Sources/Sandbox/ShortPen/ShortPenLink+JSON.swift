// A link of ShortPen as lists and answers show it (ShortPen dossier, sections 5 and 6).

import Records

extension ShortPenLink {
  var shownSlug: String { slug ?? Self.seededSlug + String(id, radix: 36) }

  /// What stands before the ID in slugs, URLs and titles that nobody chose.
  static let seededSlug = "s"
  static let seededURL = "https://example.com/page/"
  static let seededTitle = "Page "

  private var createdAt: Timestamp {
    let time = Int64(SeededID.firstTime) &+ (id & 0xFFFF_FFFF)
    return made ?? seeded ?? Timestamp(microseconds: time &* 1000)
  }

  /// The link as a list shows it; its domain's name is given.
  func shown(at domainName: String) -> JSONObject {
    let short = "https://\(domainName)/\(shownSlug)"
    var object: JSONObject = [
      "id": Self.integer(id), "url": fields["url"] ?? .string(Self.seededURL + String(id)),
      "link": .string(short), "short_url": .string(short),
      "title": fields["title"] ?? (made == nil ? .string(Self.seededTitle + String(id)) : .null),
      "qr": fields["qr"] ?? .null, "starred": false,
      "redirect_type": fields["redirect_type"] ?? 301, "domain_id": Self.integer(domain),
      "workspace_id": workspace.map(Self.integer) ?? .null, "organization_id": 1,
      "source_id": 1,
    ]
    for name in ["folder_id", "pixel_id"] { object.append(name, fields[name] ?? .null) }
    for name in ["link_cloak", "hide_referer", "with_password"] {
      object.append(name, fields[name] ?? false)
    }
    for name in [
      "params", "social_share_title", "social_share_description", "social_share_image",
    ] { object.append(name, fields[name] ?? .null) }
    object.append("created_at", .string(CalendarText(createdAt).iso8601))
    object.append("updated_at", .string(CalendarText(changed ?? createdAt).iso8601))
    return object
  }

  static func integer(_ value: Int64) -> JSONValue { .number(JSONNumber(Int(value))) }
}
