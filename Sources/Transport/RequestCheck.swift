// Whether a request can go on the wire as it is, and its header lines in libcurl's form. Nothing here
// sends.

import HTTP

enum RequestCheck {
  /// Refuses what would not arrive as meant: a target or header that ends early or begins a new line.
  static func check(_ request: HTTPRequest) throws(TransportError) {
    guard request.target.utf8.first == UInt8(ascii: "/"), isTarget(request.target.utf8.span) else {
      throw refusal("The target is not a percent-encoded path and query")
    }
  }

  /// The header lines of a request, and those that keep libcurl from adding its own.
  ///
  /// An error names the header, never its value.
  static func lines(for headers: HTTPHeaders) throws(TransportError) -> HeaderLines {
    let lines = HeaderLines()
    for field in headers.fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte) else {
        throw refusal("A header has a name that is not one")
      }
      guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        throw refusal("The header \(field.name) has a control character")
      }
      // To libcurl, a name with nothing behind the colon is a header to leave out.
      let isBlank = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      try lines.append(isBlank ? field.name + ";" : field.name + ": " + field.value)
    }
    // Waiting for leave to send a body costs a second where a server does not know it.
    try lines.append("Expect:")
    // A body is not a form because nobody said what it is.
    if headers["Content-Type"] == nil { try lines.append("Content-Type:") }
    return lines
  }

  private static func refusal(_ detail: String) -> TransportError {
    TransportError(.unsendable, mayHaveReachedServer: false, detail: detail)
  }

  /// Whether all bytes are visible ASCII and none begins a fragment; a target may be kilobytes long.
  private static func isTarget(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      guard isVisible(byte), byte != UInt8(ascii: "#") else { return false }
    }
    return true
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  /// The characters of a token (RFC 9110, 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    isVisible(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
  }
}
