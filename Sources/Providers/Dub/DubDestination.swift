// Where a link at Dub leads: how Dub takes a destination, what parameters it keeps beside it, and when two
// are one.

import HTTP
import Records

/// A destination taken apart as far as the comparison of two needs it; as bytes, since texts that only look
/// the same are equal to Swift.
struct DubDestination {
  let url: ParsedURL
  /// The parameters that Dub keeps beside the URL too.
  private(set) var own: [String: [UInt8]] = [:]
  /// All others, in their order.
  private var others: [[[UInt8]]] = []

  /// `nil` where it is no URL, its query cannot be read, or it has one of Dub's own parameters twice.
  init?(_ text: String) {
    guard let url = ParsedURL(text) else { return nil }
    self.url = url
    for pair in (url.query ?? "").split(separator: "&") {
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

  /// Whether both are one page, whatever becomes of Dub's own parameters.
  func isSamePage(as other: DubDestination) -> Bool {
    url.scheme == other.url.scheme && url.authority == other.url.authority
      && url.path == other.url.path && url.fragment == other.url.fragment
      && others == other.others
  }

  /// Whether the URL of a link has the parameters that a row with this destination asks for.
  func leads(_ link: JSONObject, _ row: JSONObject) -> Bool {
    guard let stored = link["url"]?.string.flatMap(DubDestination.init) else { return false }
    return DubFields.parameters.allSatisfy { name in
      let wanted: [UInt8]? =
        if let given = row[name] {
          given.string.flatMap(Self.merged)
        } else {
          own[name] ?? link[name]?.string.map { Array($0.utf8) }
        }
      return stored.own[name] == wanted
    }
  }

  /// A parameter as it is merged into a URL: without blanks around it, its first plus a blank, and not at all
  /// where nothing is left.
  private static func merged(_ value: String) -> [UInt8]? {
    var bytes = Array(value.trimmingWhitespace().utf8)
    if let plus = bytes.firstIndex(of: UInt8(ascii: "+")) { bytes[plus] = UInt8(ascii: " ") }
    return bytes.isEmpty ? nil : bytes
  }
}

extension DubFields {
  /// The fields that are merged into the URL.
  static let parameters = [
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ref",
  ]

  /// The utm parameters in a URL, by their names; none where its query cannot be read.
  static func utmParameters(in url: String) -> [(name: String, value: String)] {
    guard let own = DubDestination(asParsed(url: url))?.own else { return [] }
    return parameters.dropLast().compactMap { name in
      own[name].flatMap { String(validating: $0, as: UTF8.self) }.map { (name, $0) }
    }
  }

  /// A destination as Dub takes it: one that is no URL and has a dot gets a scheme and is written anew, any
  /// other stays as it is sent.
  static func asParsed(url: String) -> String {
    guard ParsedURL(url) == nil, url.contains("."), !url.contains(" ") else { return url }
    return ParsedURL("https://" + url)?.text ?? url
  }

  /// Whether a stored URL is the one that a row sent, as far as it is known how Dub changes it: a missing
  /// scheme is added, and parameters that the row gives beside it are merged into it.
  static func isSameURL(_ stored: String, asOf row: JSONObject) -> Bool {
    guard let sent = row["url"]?.string.map(asParsed(url:)) else { return false }
    if Sameness.ofURLs(stored, sent) { return true }
    guard parameters.contains(where: { row[$0] != nil }), let stored = DubDestination(stored),
      let sent = DubDestination(sent)
    else { return false }
    return stored.isSamePage(as: sent)
  }

  /// Whether a link leads where a row says, parameters included.
  ///
  /// Where neither has parameters beside its URL, Dub keeps a URL as it is sent. Else it writes the URL
  /// anew with the parameters merged in; those of the link that the row does not give stay as they are.
  static func leads(_ link: JSONObject, asIn row: JSONObject) -> Bool {
    guard let stored = link["url"]?.string, let sent = row["url"]?.string.map(asParsed(url:)) else {
      return false
    }
    let isPlain = parameters.allSatisfy { row[$0] == nil }
    let asked = DubDestination(sent)
    if Sameness.ofURLs(stored, sent) { return isPlain || asked?.leads(link, row) == true }
    guard !isPlain || parameters.contains(where: { link[$0]?.string != nil }), let asked,
      let there = DubDestination(stored)
    else { return false }
    return there.isSamePage(as: asked) && asked.leads(link, row)
  }
}
