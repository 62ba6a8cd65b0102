// A request as a value. Nothing here sends.

/// The methods that the providers use.
package enum HTTPMethod: String, Sendable, CaseIterable {
  case get = "GET"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
}

/// What is asked of a server whose address is decided elsewhere.
package struct HTTPRequest: Sendable, Equatable {
  package var method: HTTPMethod

  /// Path and query as they go on the wire, percent-encoded, beginning with `/`.
  ///
  /// A base address is put in front of it by whoever sends.
  package var target: String

  package var headers: HTTPHeaders
  package var body: [UInt8]?

  /// Whether doing it twice is the same as doing it once.
  ///
  /// Only such a request may share a connection with others, the end of which takes all of them along.
  /// A delete is not: its answer tells how many links it removed, and a second one removes none. No
  /// request is sent twice by the transport itself.
  package var isRepeatable: Bool

  package init(
    _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
    isRepeatable: Bool
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.isRepeatable = isRepeatable
  }
}
