// What a transport needs to know before its first request.

/// Where a transport sends to, and its limits.
package struct TransportOptions: Sendable {
  /// What is put in front of every request's target.
  package var base: BaseURL

  /// Requests that are under way at once, and so also the most connections that are open.
  ///
  /// Further requests wait their turn, and no time-out runs for them meanwhile.
  package var maximumInFlight = 8

  /// How long name resolution, TCP and TLS may take together.
  package var connectTimeout: Duration = .seconds(15)

  /// How long a request may take from its start to the last byte of the answer.
  package var totalTimeout: Duration = .seconds(60)

  /// How long a connection may have been idle and still be taken by a request.
  ///
  /// Many servers drop a connection after five idle seconds, and a request that meets the close on its
  /// way is lost. Whole seconds.
  package var longestIdle: Duration = .seconds(3)

  /// The most bytes of a body that are accepted, counted after content decoding.
  package var maximumAnswerBytes = 64 << 20

  package var userAgent = "linkctl"

  /// The certificates that vouch for the server.
  package var trust = TrustedCertificates()

  package init(base: BaseURL) { self.base = base }
}
