// Changing or creating at ShortPen: no endpoint finds a link, so rows can name theirs by ID only.

import Records

/// How rows are matched with links at ShortPen.
struct ShortPenUpsertion: Upsertion {
  let matches: [MatchKey] = [.id]

  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String] { [] }

  func linkID(_ text: String) throws(InvalidID) -> LinkID { try ShortPen().linkID(text) }

  /// Nothing is ever looked up, so everything is sent.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject { row }
}
