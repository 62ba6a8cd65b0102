// What Dub makes of the key of a short link (Dub dossier, section 1.2). Accents, which it takes away on
// its own domains, are left as they are.

import HTTP

/// The rules of keys.
enum DubKey {
  /// The key as it is stored, without slashes at its ends and in ASCII; `nil` where it is not allowed.
  static func stored(_ key: String) -> String? {
    var rest = key[...]
    while rest.hasPrefix("/") { rest.removeFirst() }
    while rest.hasSuffix("/") { rest.removeLast() }
    let key = String(rest)
    guard !key.isEmpty, key.unicodeScalars.allSatisfy(isAllowed) else { return nil }
    guard key == "_root" || !key.hasPrefix("_"), !key.hasPrefix(".well-known"),
      !key.hasSuffix(".php"), !key.hasSuffix(".php7")
    else { return nil }
    return Punycode.ascii(key)
  }

  static func isReserved(_ key: String) -> Bool {
    reserved.contains(key) || key.hasPrefix("manifest.")
  }

  /// Characters of a random key, the same for the same number.
  static func random(_ number: UInt64, length: Int) -> String {
    var bits = number
    var characters: [UInt8] = []
    while characters.count < length {
      bits = Scatter.mix(bits)
      characters.append(alphabet[Int(bits % UInt64(alphabet.count))])
    }
    return String(decoding: characters, as: UTF8.self)
  }

  private static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  private static let reserved: Set<String> = [
    "favicon.ico", "sitemap.xml", "robots.txt", "apple-app-site-association",
  ]

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z", "_", "-", "/", ".": true
    case "\u{80}"..."\u{FFFF}": true
    default: !scalar.isASCII && scalar.properties.isEmoji
    }
  }
}
