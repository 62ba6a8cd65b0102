// How tests wait: for something to become so, and never for a time to pass.

import Foundation

/// What tests do about something that does not come.
package enum Patience {
  /// What takes longer hangs: far more than anything needs on the busiest machine.
  package static let limit = Duration.seconds(900)

  /// Waits until something is so, without holding the thread; whether it came to that.
  ///
  /// `isPossible` ends the waiting early, as when the program that is to do it has ended.
  package static func wait(
    while isPossible: () -> Bool = { true }, until isSo: () async throws -> Bool
  ) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      if try await isSo() { return true }
      guard isPossible(), ContinuousClock.now < deadline else { return try await isSo() }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// The same, holding the thread.
  package static func block(
    while isPossible: () -> Bool = { true }, until isSo: () throws -> Bool
  ) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      if try isSo() { return true }
      guard isPossible(), ContinuousClock.now < deadline else { return try isSo() }
      usleep(2_000)
    }
  }
}
