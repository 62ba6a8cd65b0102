// A request as a server sees it, and why bytes were not one.

package import HTTP

/// One whole request, its body decoded from chunks where it came in chunks.
package struct IncomingRequest: Sendable, Equatable {
  /// The method as sent; any token.
  package var method: String

  /// Path and query as sent, percent-encoded.
  package var target: String

  package var headers: HTTPHeaders
  package var body: [UInt8]

  /// Whether the client lets the connection serve another request after this one.
  package var keepsAlive: Bool

  package init(
    method: String, target: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    keepsAlive: Bool = true
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.keepsAlive = keepsAlive
  }

  /// The target up to its query, percent-encoded.
  package var path: Substring {
    target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
  }

  /// The query, taken apart.
  package var query: Query {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return Query("") }
    return Query(target[target.utf8.index(after: mark)...])
  }
}

/// Why the bytes of a connection are not a request that can be served.
package enum RequestFault: Error, Sendable, Equatable {
  /// Not HTTP/1.1 as RFC 9112 has it; the text says what was wrong.
  case malformed(String)
  case unsupportedVersion
  case unsupportedTransferCoding
  case targetTooLong
  case headTooLarge
  case bodyTooLarge
  /// The rest of a request did not come in time.
  case tooSlow

  package var status: Int {
    switch self {
    case .malformed: 400
    case .tooSlow: 408
    case .bodyTooLarge: 413
    case .targetTooLong: 414
    case .headTooLarge: 431
    case .unsupportedTransferCoding: 501
    case .unsupportedVersion: 505
    }
  }
}
