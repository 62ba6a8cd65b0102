// Fixed words for what can go wrong on the way, which scripts may compare.

package import Providers
package import Transport

extension Refusal {
  /// A transport error as the detail of an outcome.
  package init(_ error: TransportError) {
    let code =
      switch error.kind {
      case .resolve: "name_not_resolved"
      case .connect: "connection_failed"
      case .handshake: "handshake_failed"
      case .tls: "tls_failed"
      case .timedOut: "timed_out"
      case .closed: "connection_closed"
      case .tooLarge: "answer_too_large"
      case .malformed: "answer_malformed"
      case .cancelled: "cancelled"
      case .unsendable: "unsendable"
      case .other: "transport_error"
      }
    self.init(code, error.detail)
  }
}
