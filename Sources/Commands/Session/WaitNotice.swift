// What a command without rows waits for, said once it is more than moments; one with rows has it in its progress.

import Bulk

/// Tells of long waits while requests are on their way.
struct WaitNotice: Sendable {
  let console: Console
  let provider: String

  /// Shorter waits are over before they can be read.
  private static let shortest = Duration.seconds(2)
  private static let interval = Duration.milliseconds(100)

  /// Begins to look at the figures; whoever waits ends it by cancelling.
  func begin(_ figures: @escaping @Sendable () -> RunFigures) -> Task<Void, Never> {
    Task {
      var told: ContinuousClock.Instant?
      // The sleep throws when the command is over.
      while (try? await Task.sleep(for: Self.interval)) != nil {
        guard let wait = figures().wait, wait.since != told, let words = words(wait, at: .now)
        else { continue }
        told = wait.since
        console.message(words)
      }
    }
  }

  /// What is said of a wait; `nil` where it is short, or no wait of the provider's making.
  func words(_ wait: Wait, at now: ContinuousClock.Instant) -> String? {
    guard let until = wait.until, wait.since.duration(to: until) >= Self.shortest else {
      return nil
    }
    let left = max(.seconds(1), now.duration(to: until)).words
    switch wait.cause {
    case .rateLimit: return "\(provider) takes no request now; waiting \(left)"
    case .resend: return "\(provider) did not answer as it should; waiting \(left) to ask again"
    case .ownRate, .answer: return nil
    }
  }
}
