// Whether a link at Dub is as a row asks for, as far as the forms in which Dub stores values are known.

import HTTP
import Records

extension DubFields {
  /// The fields that are merged into the URL.
  static let parameters = [
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ref",
  ]

  /// The utm parameters in a URL, by their names; none where its query cannot be read.
  static func utmParameters(in url: String) -> [(name: String, value: String)] {
    guard let own = Destination(url)?.own else { return [] }
    return parameters.dropLast().compactMap { name in
      own[name].flatMap { String(validating: $0, as: UTF8.self) }.map { (name, $0) }
    }
  }

  /// A destination as Dub takes it: where there is no scheme, one is added and the URL written anew.
  static func asParsed(url: String) -> String {
    guard !url.contains("://"), url.contains(".") else { return url }
    let hasPath = url.contains { "/?#".contains($0) }
    return "https://" + url + (hasPath ? "" : "/")
  }

  /// Whether a link has the value of a field.
  static func holds(_ stored: JSONValue, _ field: JSONObject.Member) -> Bool {
    switch (field.name, field.value.string, stored.string) {
    case ("folderId", "", _): stored == .null
    case ("domain", let sent?, let stored?): sent.lowercased() == stored.lowercased()
    case ("key", let sent?, let stored?): Self.stored(key: sent) == Self.stored(key: stored)
    case ("externalId", let sent?, let stored?):
      bare(externalID: sent).utf8.elementsEqual(stored.utf8)
    case (_, let sent?, let stored?): sent.utf8.elementsEqual(stored.utf8)
    default: stored == field.value
    }
  }

  /// Whether a link has the tags of a row, in any order; names without regard to case.
  static func isTagged(_ link: JSONObject, asIn row: JSONObject) -> Bool {
    guard let shown = link["tags"]?.array else { return false }
    let given = ["tagIds", "tagNames", "tagId"].filter { row[$0] != nil }
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

  /// Whether a link leads where a row says, parameters included.
  ///
  /// Where neither has parameters beside its URL, Dub keeps a URL as it is sent. Else it writes the URL
  /// anew with the parameters merged in; those of the link that the row does not give stay as they are.
  static func leads(_ link: JSONObject, asIn row: JSONObject) -> Bool {
    guard let stored = link["url"]?.string, let sent = row["url"]?.string.map(asParsed(url:)) else {
      return false
    }
    if stored.utf8.elementsEqual(sent.utf8) {
      return parameters.allSatisfy { row[$0] == nil } || Destination(sent)?.leads(link, row) == true
    }
    guard parameters.contains(where: { row[$0] != nil || link[$0]?.string != nil }),
      let stored = Destination(stored), let sent = Destination(sent)
    else { return false }
    return stored.isSamePage(as: sent) && sent.leads(link, row)
  }

  /// Whether an answer shows the destination that was sent, whatever became of its parameters.
  static func isSamePage(_ stored: String, as sent: String) -> Bool {
    guard let stored = Destination(stored), let sent = Destination(asParsed(url: sent)) else {
      return stored == sent
    }
    return stored.address == sent.address
  }
}

/// A URL taken apart as far as the comparison of two needs it; as bytes, since texts that only look the same
/// are equal to Swift.
private struct Destination {
  let address: [UInt8]
  let fragment: [UInt8]
  /// The parameters that Dub keeps beside the URL too.
  var own: [String: [UInt8]] = [:]
  /// All others, in their order.
  var others: [[[UInt8]]] = []

  /// `nil` where the query cannot be read, or has one of Dub's own parameters twice.
  init?(_ url: String) {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let main = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    fragment = parts.count > 1 ? Array(parts[1].utf8) : []
    address = Self.address(main[0])
    for pair in main.count > 1 ? main[1].split(separator: "&") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { PercentEncoding.decode(String($0.map { $0 == "+" ? " " : $0 })) }
      guard let name = sides.first ?? nil, let value = sides.count > 1 ? sides[1] : "" else {
        return nil
      }
      guard DubFields.parameters.contains(name) else {
        others.append([Array(name.utf8), Array(value.utf8)])
        continue
      }
      guard own.updateValue(Array(value.utf8), forKey: name) == nil else { return nil }
    }
  }

  func isSamePage(as other: Destination) -> Bool {
    address == other.address && fragment == other.fragment && others == other.others
  }

  /// Whether the URL of a link has the parameters that a row with this destination asks for.
  func leads(_ link: JSONObject, _ row: JSONObject) -> Bool {
    guard let stored = link["url"]?.string.flatMap(Destination.init) else { return false }
    return DubFields.parameters.allSatisfy { name in
      let wanted: [UInt8]? =
        if let given = row[name] {
          given.string.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
        } else {
          own[name] ?? link[name]?.string.map { Array($0.utf8) }
        }
      return stored.own[name] == wanted
    }
  }

  /// Scheme and host in lower case, as a URL that is written anew has them, and the slash of an empty path.
  private static func address(_ text: Substring) -> [UInt8] {
    guard let start = text.firstRange(of: "://")?.upperBound else { return Array(text.utf8) }
    let slash = text[start...].firstIndex(of: "/") ?? text.endIndex
    let host = text[start..<slash].lastIndex(of: "@").map { text.index(after: $0) } ?? start
    let path = text[slash...]
    let parts = [
      text[..<start].lowercased(), String(text[start..<host]), text[host..<slash].lowercased(),
      path.isEmpty ? "/" : String(path),
    ]
    return parts.flatMap { Array($0.utf8) }
  }
}
