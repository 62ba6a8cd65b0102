// The secret that a provider knows its user by. Nothing but a request's header ever holds its text.

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

  /// `Authorization: Bearer …`, as the providers here want it.
  func authorizeAsBearer(_ request: inout HTTPRequest) {
    request.headers["Authorization"] = "Bearer " + text
  }

  /// Takes the key out of an answer that echoes it, so that no message made from it can show it.
  package func redact(_ response: inout HTTPResponse) {
    response.body = redacted(response.body)
    let fields = response.headers.fields
    guard fields.contains(where: { $0.value.utf8.count >= text.utf8.count }) else { return }
    response.headers = HTTPHeaders()
    for field in fields {
      response.headers.append(
        field.name, String(decoding: redacted([UInt8](field.value.utf8)), as: UTF8.self))
    }
  }

  private func redacted(_ bytes: [UInt8]) -> [UInt8] {
    let key = [UInt8](text.utf8)
    guard let first = key.first, bytes.count >= key.count else { return bytes }
    var clean: [UInt8] = []
    var index = 0
    while let next = bytes[index...].firstIndex(of: first) {
      let isKey = bytes[next...].starts(with: key)
      clean += bytes[index..<next]
      clean += isKey ? [UInt8]("[key]".utf8) : [first]
      index = next + (isKey ? key.count : 1)
    }
    return clean + bytes[index...]
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
