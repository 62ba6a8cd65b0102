// Whether a link at Dub is as a row asks for, as far as the forms in which Dub stores values are known.

import HTTP
import Records

extension DubFields {
  /// The fields that are merged into the URL.
  static let parameters = [
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ref",
  ]

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
    case ("key", let sent?, let stored?): normalized(key: sent) == normalized(key: stored)
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
  /// Dub merges the parameters into the URL that it stores. Those that the row does not give stay as they
  /// are, in whatever the link has of them.
  static func leads(_ link: JSONObject, asIn row: JSONObject) -> Bool {
    guard let stored = link["url"]?.string.flatMap(Destination.init),
      let sent = (row["url"]?.string).flatMap({ Destination(asParsed(url: $0)) })
    else { return false }
    guard stored.address == sent.address, stored.fragment == sent.fragment,
      stored.others == sent.others
    else { return false }
    return parameters.allSatisfy { name in
      let wanted: String?
      switch row[name] {
      case nil: wanted = sent.own[name] ?? link[name]?.string ?? stored.own[name]
      case .some(let value): wanted = value.string.flatMap { $0.isEmpty ? nil : $0 }
      }
      return stored.own[name] == wanted
    }
  }
}

/// A URL taken apart as far as the comparison of two needs it.
private struct Destination {
  let address: String
  let fragment: String
  /// The parameters that Dub keeps beside the URL too.
  var own: [String: String] = [:]
  /// All others, in their order.
  var others: [[String]] = []

  /// `nil` where the query cannot be read, or has one of Dub's own parameters twice.
  init?(_ url: String) {
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let main = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    fragment = parts.count > 1 ? String(parts[1]) : ""
    address = Self.address(main[0])
    for pair in main.count > 1 ? main[1].split(separator: "&") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { PercentEncoding.decode($0.map { $0 == "+" ? " " : String($0) }.joined()) }
      guard let name = sides.first ?? nil, let value = sides.count > 1 ? sides[1] : "" else {
        return nil
      }
      guard DubFields.parameters.contains(name) else {
        others.append([name, value])
        continue
      }
      guard own.updateValue(value, forKey: name) == nil else { return nil }
    }
  }

  /// Scheme and host in lower case, as a URL that is written anew has them, and the slash of an empty path.
  private static func address(_ text: Substring) -> String {
    guard let start = text.firstRange(of: "://")?.upperBound else { return String(text) }
    let slash = text[start...].firstIndex(of: "/") ?? text.endIndex
    let path = text[slash...]
    return text[..<slash].lowercased() + (path.isEmpty ? "/" : path)
  }
}
