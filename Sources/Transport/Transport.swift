// The one thing that the rest of the program sees of the network.

package import HTTP

/// Something that carries a request to the server and brings back its answer.
///
/// It has no policy: nothing is sent twice, nothing is paced, a 500 is an answer like any other.
package protocol Transport: Sendable {
  /// Sends one request and waits for the whole answer.
  ///
  /// Any status is an answer, redirects included. Cancelling the task ends the wait with the kind
  /// `cancelled`.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
