// Whether a link at Dub is as a row asks for, as far as the forms in which Dub stores values are known.

import HTTP
import Records

extension DubFields {
  /// Whether a link has the value of a field.
  static func holds(_ stored: JSONValue, _ field: JSONObject.Member) -> Bool {
    switch (field.name, field.value.string, stored.string) {
    case ("folderId", "", _): stored == .null
    case ("domain", let sent?, let stored?): sent.lowercased() == stored.lowercased()
    case ("key", let sent?, let stored?): Self.stored(key: sent) == Self.stored(key: stored)
    case ("externalId", let sent?, let stored?):
      Sameness.ofTexts(bare(externalID: sent), stored)
    case ("expiresAt", let sent?, let stored?), ("testStartedAt", let sent?, let stored?),
      ("testCompletedAt", let sent?, let stored?):
      Sameness.ofMoments(sent, stored)
    case ("title", let sent?, let stored?): Sameness.ofTexts(cut(sent, to: 120), stored)
    case ("description", let sent?, let stored?): Sameness.ofTexts(cut(sent, to: 240), stored)
    case ("expiredUrl", let sent?, let stored?), ("ios", let sent?, let stored?),
      ("android", let sent?, let stored?):
      Sameness.ofURLs(asParsed(url: sent), stored)
    case (_, let sent?, let stored?): Sameness.ofTexts(sent, stored)
    default: stored == field.value
    }
  }

  /// A text as Dub cuts it, to so many UTF-16 units, the last three of them dots.
  private static func cut(_ text: String, to length: Int) -> String {
    guard text.utf8.count > length, text.utf16.count > length else { return text }
    return String(decoding: text.utf16.prefix(length - 3), as: UTF16.self) + "..."
  }

  /// Whether a link has the tags of a row, in any order; names without regard to case.
  static func isTagged(_ link: JSONObject, asIn row: JSONObject) -> Bool {
    guard let shown = link["tags"]?.array else { return false }
    let given = tagFields.filter { row[$0] != nil }
    // Of several ways to say it, which one wins differs from call to call.
    guard let name = given.first, given.count == 1, let wanted = texts(in: row[name]) else {
      return false
    }
    let member = name == "tagNames" ? "name" : "id"
    let has = shown.compactMap { $0[member]?.string }
    let isNamed = name == "tagNames"
    return Set(has.map { isNamed ? $0.lowercased() : $0 })
      == Set(wanted.map { isNamed ? $0.lowercased() : $0 })
  }

  /// The fields that name tags, which a link shows as `tags`.
  static let tagFields = ["tagIds", "tagNames", "tagId"]

  /// A list as it is, a text with commas taken apart, nothing for `null`.
  private static func texts(in value: JSONValue?) -> [String]? {
    switch value {
    case .null: []
    case .string(let text):
      text.split(separator: ",").map { String($0).trimmingWhitespace() }.filter { !$0.isEmpty }
    case .array(let values): values.compactMap(\.string)
    default: nil
    }
  }
}

extension DubModification {
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject {
    // What makes up a URL goes together: Dub merges the parameters that it has into a new one.
    let destination = ["url"] + DubFields.parameters
    let tags = DubFields.tagFields
    let isLedElsewhere = !DubFields.leads(link, asIn: row)
    let isTaggedOtherwise = tags.contains { row[$0] != nil } && !DubFields.isTagged(link, asIn: row)
    return JSONObject(
      row.members.filter { field in
        if destination.contains(field.name) { return isLedElsewhere }
        if tags.contains(field.name) { return isTaggedOtherwise }
        // An empty key is none, and a link cannot lose its key.
        if field.name == "key", field.value == "" { return false }
        return !DubFields.holds(link[field.name] ?? .null, field)
      })
  }

  func shownName(of field: String) -> String {
    if DubFields.tagFields.contains(field) { return "tags" }
    return field == "ref" ? "url" : field
  }
}
