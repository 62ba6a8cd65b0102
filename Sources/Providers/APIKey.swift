// The secret that a provider knows its user by. Nothing but a request's header ever holds its text.

import HTTP

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

  /// `Authorization: Bearer …`, as the providers here want it.
  func authorizeAsBearer(_ request: inout HTTPRequest) {
    request.headers["Authorization"] = "Bearer " + text
  }

  /// Words that were received, without the key, should a server have echoed it.
  package func redacted(_ refusal: Refusal) -> Refusal {
    Refusal(redacted(refusal.code), redacted(refusal.message))
  }

  /// A text that was received, without the key.
  package func redacted(_ words: String) -> String {
    guard words.utf8.count >= text.utf8.count else { return words }
    let key = Array(text.utf8)
    let bytes = Array(words.utf8)
    var clean: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isKey = bytes[index...].starts(with: key)
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
