// A response as a value: what a server said, unparsed.

/// A complete answer: the final status with its headers and the whole body.
package struct HTTPResponse: Sendable, Equatable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]
  /// From the sending to the whole answer, as whoever sent the request measured it.
  package var took = Duration.zero

  package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
