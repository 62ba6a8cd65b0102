// Changing or creating at ShortPen: no endpoint finds a link, so rows name theirs by ID, or by domain and slug,
// which a walk over all links finds.

import Records

/// How rows are matched with links at ShortPen.
struct ShortPenUpsertion: Upsertion {
  let matches: [MatchKey] = [.id, .key]
  let way = "ID: update; key: one walk over all links first"

  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String] {
    guard match == .key else { return [] }
    guard let key = link.key else { throw .missingField("custom_slug") }
    return [key.domain ?? "", key.key]
  }

  func linkID(_ text: String) throws(InvalidID) -> LinkID { try ShortPen().linkID(text) }

  /// The slug is the name by which the link was found, and the parameters are shown under another name; a
  /// password is not shown, so it is always sent.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject {
    JSONObject(
      row.members.filter { field in
        switch field.name {
        case "custom_slug", "domain_id": false
        case "param": link["params"] != field.value
        case "url":
          link["url"] != field.value
            && link["url"]?.string != field.value.string.map { "https://" + $0 }
        default: link[field.name] != field.value
        }
      })
  }
}
