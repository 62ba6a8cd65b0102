// Why there is no answer, as data. Sentences for people are made elsewhere.

/// A request that got no complete answer.
package struct TransportError: Error, Sendable, Equatable {
  /// Where it went wrong.
  package enum Kind: Sendable, Equatable, CaseIterable {
    /// The host's name could not be resolved.
    case resolve
    /// No connection to the host, or a proxy on the way to it refused.
    case connect
    /// The TLS handshake broke off, as it does when the connection dies under it, or when the server
    /// does not speak TLS.
    case handshake
    /// The certificate is not to be trusted; no other try helps.
    case tls
    /// The connect time-out or the total time-out ran out.
    case timedOut
    /// The connection was closed before the end of the answer.
    case closed
    /// The answer is larger than the cap.
    case tooLarge
    /// What came back is not HTTP, or its encoding is broken.
    case malformed
    /// The task was cancelled or the transport closed.
    case cancelled
    /// The request cannot be put on the wire as it is, a line break in a header for instance.
    case unsendable
    /// Anything else.
    case other
  }

  package var kind: Kind

  /// Whether the server may already have acted on the request.
  ///
  /// `false` is a promise: not one byte of the request was handed to a connection.
  package var mayHaveReachedServer: Bool

  /// Whether a kept-alive connection turned out to be dead before the first byte of an answer.
  ///
  /// Servers, and what is between, drop connections at any time. It says nothing of how the server is.
  package var metDeadConnection = false

  /// What libcurl said, in printable characters, for logs and bug reports.
  ///
  /// It never holds a header or a body.
  package var detail: String

  package init(_ kind: Kind, mayHaveReachedServer: Bool, detail: String) {
    self.kind = kind
    self.mayHaveReachedServer = mayHaveReachedServer
    self.detail = detail
  }
}
