// Why there is no answer, as data. Sentences for people are made elsewhere.

/// A request that got no complete answer.
package struct TransportError: Error, Sendable, Equatable {
  /// Where it went wrong.
  package enum Kind: Sendable, Equatable, CaseIterable {
    /// The host's name could not be resolved.
    case resolve
    /// No connection to the host, or a proxy on the way to it refused.
    case connect
    /// The TLS handshake failed, or the certificate is not to be trusted.
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
