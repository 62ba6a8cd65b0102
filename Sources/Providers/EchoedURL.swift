// What an answer repeats of what was sent, held against it. Providers rewrite what they are sent, so only what
// no rewriting explains counts as a contradiction. Pure.

import HTTP
import Records

extension JSONObject {
  /// Whether it shows, under one of these names, another text than was sent, case and blanks around it aside.
  func contradicts(_ sent: JSONObject, in names: [String]) -> Bool {
    names.contains { name in
      guard let was = sent[name]?.string, let shown = self[name]?.string else { return false }
      return was.trimmingWhitespace().lowercased() != shown.trimmingWhitespace().lowercased()
    }
  }

  /// Whether it shows, under one of these names, a text that cannot be the one that was sent, or none: only letters and
  /// digits count, and a long text may be cut.
  func saysOtherwise(than sent: JSONObject, in names: [String]) -> Bool {
    names.contains { name in
      guard let was = sent[name]?.string?.lettersAndDigits, !was.isEmpty, let shown = self[name]
      else { return false }
      guard let now = shown.string?.lettersAndDigits else { return shown == .null }
      return now != was && !(now.utf8.count >= Self.shortestCut && was.hasPrefix(now))
    }
  }

  /// No provider is known that cuts a text to less.
  private static var shortestCut: Int { 50 }
}

extension String {
  /// Without all that a form may add, take away or write in another way.
  var lettersAndDigits: String { filter { $0.isLetter || $0.isNumber }.lowercased() }
}

/// A destination as far as every parser of URLs agrees: its host, and the letters and digits of its path.
struct EchoedURL: Sendable, Equatable {
  private let host: String
  /// `nil` where the path has segments of dots, which parsers take out.
  private let path: String?

  /// `nil` for what has no scheme, or a host that parsers write in another way: one outside ASCII, an address.
  init?(_ text: String) {
    let text = text.trimmingWhitespace().filter { $0 != "\t" && !$0.isNewline }
    guard let start = text.firstRange(of: "://")?.upperBound else { return nil }
    let authority = text[start...].prefix { !"/\\?#".contains($0) }
    let named = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let host = named.prefix { $0 != ":" }.lowercased()
    let labels = host.split(separator: ".")
    guard let last = labels.last, last.first?.isNumber == false,
      host.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "[") })
    else { return nil }
    self.host = labels.joined(separator: ".")
    let path = text[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    let decoded = PercentEncoding.decode(path)
    let segments = decoded?.split { $0 == "/" || $0 == "\\" }
    let hasDots = segments?.contains { $0 == "." || $0 == ".." } ?? true
    self.path = hasDots ? nil : decoded?.lettersAndDigits
  }

  /// Whether a URL that is shown cannot be the one that was sent, however it was written anew.
  static func differ(_ shown: String, _ sent: String) -> Bool {
    guard let shown = EchoedURL(shown), let sent = EchoedURL(sent) else { return false }
    if shown.host != sent.host { return true }
    guard let one = shown.path, let other = sent.path else { return false }
    return one != other
  }
}
