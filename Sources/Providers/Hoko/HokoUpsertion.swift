// Changing or creating at Hoko: links are found by ID or external ID; its list has no filter for anything
// else that a row has.

import Records

/// How rows are matched with links at Hoko.
struct HokoUpsertion: Upsertion {
  let matches: [MatchKey] = [.id, .externalID]
  let way = "a look-up a row, then create and update"

  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String] {
    guard match == .externalID else { return [] }
    guard let id = link.externalID else { throw .missingField("externalId") }
    return [id]
  }

  /// What is not shown as it is sent, since how Hoko shows a link is only partly known.
  ///
  /// Of an object such as `utm` only the members that are sent change.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject {
    JSONObject(row.members.filter { !Self.holds(link[$0.name], $0.value, $0.name) })
  }

  private static func holds(_ stored: JSONValue?, _ sent: JSONValue, _ name: String) -> Bool {
    switch (stored, sent) {
    case (.object(let stored)?, .object(let sent)):
      sent.members.allSatisfy { holds(stored[$0.name], $0.value, "") }
    case (.string(let stored)?, .string(let sent)) where name == "url" || name == "image":
      Sameness.ofURLs(stored, sent)
    // Fields that its pages do not show hold moments too, which come back in universal time.
    case (.string(let stored)?, .string(let sent)) where sent.contains("T"):
      Sameness.ofMoments(stored, sent)
    case (.string(let stored)?, .string(let sent)): Sameness.ofTexts(stored, sent)
    default: stored == sent
    }
  }
}
