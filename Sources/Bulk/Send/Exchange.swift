// What comes of a request once resends and waits are over.

package import Providers

/// A request that was sent, perhaps more than once, until something came of it.
package struct Exchange<Content: Sendable>: Sendable {
  package enum Result: Sendable {
    case content(Content)
    /// Refused whole for some row, by its index where it is named; nothing was done.
    case refused(Refusal, at: Int?)
    /// Refused whole because the quota does not suffice for all of it; nothing was done.
    case overQuota(Refusal)
    /// Refused whole for its size; nothing was done.
    case tooLarge(Refusal)
    /// Refused in a way that stops the run; nothing was done.
    case rejected(Refusal)
    /// It may have been carried out, and no answer tells.
    case lost(Refusal)
    /// It never reached the provider.
    case unsent(Refusal)
    /// The run stopped before it could be sent.
    case stopped
  }

  package var result: Result

  /// Why nothing came of it, for a message; `nil` for content.
  package var refusal: Refusal? {
    switch result {
    case .content, .stopped: nil
    case .refused(let why, _), .overQuota(let why), .tooLarge(let why), .rejected(let why),
      .lost(let why), .unsent(let why):
      why
    }
  }

  /// How often it was sent.
  package var sent = 0
  /// Whether a sending before the last may have been carried out.
  package var mayHaveActedBefore = false
}
