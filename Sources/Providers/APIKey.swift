// The secret that a provider knows its user by. Nothing but a request, where its credential puts it, ever holds its
// text.

package import HTTP

/// An API key, which prints as `[key]` wherever it is printed by mistake.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let text: String

  /// A key as a variable or a file holds it; surrounding white space is taken off.
  ///
  /// `nil` when nothing is left or when it holds anything but visible ASCII, which no header may carry.
  package init?(_ text: String) {
    let trimmed = text.trimmingWhitespace()
    guard (1...4096).contains(trimmed.utf8.count),
      trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    self.text = trimmed
  }

  /// Puts the key into a request.
  package func authorize(_ request: inout HTTPRequest, as credential: Credential) {
    credential.write(text, into: &request)
  }

  /// Words that were received, without the key, should a server have echoed it.
  package func redacted(_ refusal: Refusal, as credential: Credential) -> Refusal {
    Refusal(redacted(refusal.code, as: credential), redacted(refusal.message, as: credential))
  }

  /// A text that was received, without the key in any of the forms that the request gave it; a URL's are found in
  /// either case of their hexadecimal digits.
  package func redacted(_ words: String, as credential: Credential) -> String {
    credential.echoes(of: text).reduce(words) { Self.redacted($0, of: Array($1.utf8)) }
  }

  private static func redacted(_ words: String, of key: [UInt8]) -> String {
    guard words.utf8.count >= key.count else { return words }
    let bytes = Array(words.utf8)
    let isEscaped = key.contains(UInt8(ascii: "%"))
    var clean: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isKey = bytes[index...].starts(with: key) {
        $0 == $1 || isEscaped && $0 | 0x20 == $1 | 0x20
      }
      clean += isKey ? Array("[key]".utf8) : [bytes[index]]
      index += isKey ? key.count : 1
    }
    return String(decoding: clean, as: UTF8.self)
  }

  package var description: String { "[key]" }
  package var debugDescription: String { "[key]" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
  /// Without blanks, tabs and line ends at either side.
  func trimmingWhitespace() -> String {
    let blank: (Character) -> Bool = \.isWhitespace
    guard let first = firstIndex(where: { !blank($0) }), let last = lastIndex(where: { !blank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
