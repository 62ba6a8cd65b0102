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

  /// The slug is the name by which the link was found, and the parameters are shown under another name; a
  /// password is not shown, so it is always sent.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject {
    JSONObject(
      row.members.filter { field in
        switch (field.name, field.value) {
        case ("custom_slug", _), ("domain_id", _): false
        case ("param", .object(let parameters)):
          (link["params"] ?? .null) != Self.stored(parameters)
        case ("url", .string(let sent)):
          link["url"]?.string.map { !Self.isSameURL($0, sent) } ?? true
        default: link[field.name] != field.value
        }
      })
  }

  func shownName(of field: String) -> String { field == "param" ? "params" : field }

  /// A missing scheme is added.
  static func isSameURL(_ stored: String, _ sent: String) -> Bool {
    Sameness.ofURLs(stored, sent) || Sameness.ofURLs(stored, "https://" + sent)
  }

  /// Parameters as they are stored: without those that are empty.
  private static func stored(_ parameters: JSONObject) -> JSONValue {
    let kept = parameters.members.filter { $0.value != "" && $0.value != .null }
    return kept.isEmpty ? .null : .object(JSONObject(kept))
  }
}
