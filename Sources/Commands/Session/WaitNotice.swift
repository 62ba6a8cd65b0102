// What a command without rows waits for, said once it is more than moments; one with rows has it in its progress.

import Bulk
import Synchronization

/// Tells of long waits while requests are on their way.
final class WaitNotice: Sendable {
  private let console: Console
  private let provider: String

  /// When the wait began that was told last.
  private let told = Mutex<ContinuousClock.Instant?>(nil)

  /// Shorter waits are over before they can be read.
  private static let shortest = Duration.seconds(2)

  init(_ console: Console, provider: String) {
    self.console = console
    self.provider = provider
  }

  /// Takes a wait that begins, or that turns out to last longer.
  func note(_ wait: Wait) {
    guard let words = words(wait, at: .now) else { return }
    let isNews = told.withLock { told in
      defer { told = wait.since }
      return told != wait.since
    }
    if isNews { console.message(words) }
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
