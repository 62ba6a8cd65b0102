// The fields of a create or an edit, checked (ShortPen dossier, sections 6 and 7). What the dossier does
// not say of their values is let through.

import Records

/// What requests said of a link, by the names that lists have.
struct ShortPenFields: Sendable, Equatable {
  private(set) var values: [String: JSONValue] = [:]

  subscript(name: String) -> JSONValue? {
    get { values[name] }
    set { values[name] = newValue }
  }
}

/// A request's fields and what they may be.
struct ShortPenBody {
  let object: JSONObject

  /// Takes a body apart; a field that it must have or cannot have so is a 400.
  init(_ bytes: [UInt8]) throws(ShortPenError) {
    guard let object = (try? JSONValue(parsing: bytes))?.object?.distinct else {
      throw ShortPenReply.invalid("the body must be a JSON object")
    }
    self.object = object
    for field in object.members where !Self.isTaken(field.name, field.value) {
      throw ShortPenReply.invalid("\(field.name) is not valid")
    }
    if object["enable_tracking"] == true, object["pixel_id"]?.int64 == nil {
      throw ShortPenReply.invalid("enable_tracking needs pixel_id")
    }
    if object["with_password"] == true, object["url_password"]?.filledString == nil {
      throw ShortPenReply.invalid("with_password needs url_password")
    }
    if object["uploaded_logo_type"] == "uploaded", object["uploaded_logo_data"]?.string == nil {
      throw ShortPenReply.invalid("uploaded_logo_type needs uploaded_logo_data")
    }
  }

  var url: String? { object["url"]?.string.map(Self.withScheme) }
  var slug: String? { object["custom_slug"]?.filledString }
  var domain: Int64? { object["domain_id"]?.int64 }
  var wantsQR: Bool { object["generate_qr"] == true }

  /// Whether there is any field beside the ID of the link that is to be edited.
  var changesSomething: Bool { object.members.contains { $0.name != "url_id" } }

  /// Writes the fields that lists show into a link.
  func apply(to fields: inout ShortPenFields) {
    if let url { fields["url"] = .string(url) }
    for name in Self.shownNames { if let value = object[name] { fields[name] = value } }
    if let parameters = object["param"]?.object {
      // Empty values are stripped.
      let kept = parameters.members.filter { $0.value != "" && $0.value != .null }
      fields["params"] = kept.isEmpty ? .null : .object(JSONObject(kept))
    }
  }

  private static func withScheme(_ url: String) -> String {
    url.contains("://") ? url : "https://" + url
  }

  private static let shownNames = [
    "title", "folder_id", "pixel_id", "redirect_type", "link_cloak", "hide_referer",
    "with_password", "tag_ids", "social_share_title", "social_share_description",
    "social_share_image",
  ]

  /// Whether a field may have its value; one that is not known may have any.
  private static func isTaken(_ name: String, _ value: JSONValue) -> Bool {
    switch name {
    case "url": value.string.map { WebURL(withScheme($0)) != nil } ?? false
    case "title", "custom_slug", "url_password", "uploaded_logo_data": value.string != nil
    case "domain_id", "workspace_id", "folder_id", "pixel_id": value.int64 != nil
    case "redirect_type": value == 301 || value == 302
    case "generate_qr", "enable_tracking", "link_cloak", "hide_referer", "with_password":
      value.bool != nil
    case "r", "g", "b": value.int64.map { (0...255).contains($0) } ?? false
    case "param": value.object != nil
    case "tag_ids": value.array?.allSatisfy { $0.int64 != nil } ?? false
    case "uploaded_logo_type": ["none", "custom", "uploaded"].contains(value.string)
    default: true
    }
  }
}
