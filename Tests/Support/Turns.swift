// Tests that start programs and servers take turns, so that each has its processor; all others run side by
// side as they come.

import Foundation
import Synchronization
package import Testing

/// Lets a test, or each test of a suite, begin only when one of the few turns is free.
///
/// A test that waits for its turn holds no thread.
package struct Turns: TestTrait, SuiteTrait, TestScoping {
  package let isRecursive = true

  package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }

  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    await Self.free.take()
    defer { Self.free.giveBack() }
    try await function()
  }

  /// A test waits for answers and time-outs three times as long as it computes, so there are four for each processor.
  private static let free = Places(4 * max(1, ProcessInfo.processInfo.activeProcessorCount))
}

extension Trait where Self == Turns {
  /// For tests that start programs or servers.
  package static var inTurn: Self { Turns() }
}

/// So many places, taken in the order in which they were asked for.
private final class Places: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: count)) }

  func take() async {
    await withCheckedContinuation { continuation in
      let hasPlace = state.withLock { state in
        guard state.free > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if hasPlace { continuation.resume() }
    }
  }

  func giveBack() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
