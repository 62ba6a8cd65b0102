// What is to become of a request, as told to the loop that owns its connection.

package import HTTP

/// How and when a request is answered.
package struct Delivery: Sendable {
  package enum Form: Sendable {
    case whole(HTTPResponse)
    /// The head declares the whole body, this many bytes of it follow, then the connection closes.
    case cut(HTTPResponse, bodyBytes: Int)
    /// The connection is closed without an answer.
    case closed
    /// No answer ever comes; the connection stays open until the client closes it.
    case hung
  }

  package var form: Form

  /// How long after the request the answer goes out; what was asked is done at once.
  package var delay: Microseconds

  /// The key whose place among the requests in flight is held until the answer goes out.
  package var heldKey: String?

  package init(_ form: Form, after delay: Microseconds = .zero, heldKey: String? = nil) {
    self.form = form
    self.delay = delay
    self.heldKey = heldKey
  }
}
