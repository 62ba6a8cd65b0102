// How many requests may be in flight at once.

import Synchronization

/// A counted semaphore for tasks, first come, first served.
final class Slots: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    /// How many at the beginning of `waiting` were served already.
    var served = 0

    mutating func nextWaiting() -> CheckedContinuation<Void, Never>? {
      guard served < waiting.count else { return nil }
      defer { forgetServed() }
      served += 1
      return waiting[served - 1]
    }

    /// Only once they are the larger part, so that serving costs the same however many wait.
    private mutating func forgetServed() {
      guard served * 2 > waiting.count else { return }
      waiting.removeFirst(served)
      served = 0
    }
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: max(1, count))) }

  /// Returns when a slot is the caller's, who gives it back with `give`.
  func take() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free == 0 else {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Hands the slot to who waits longest, or keeps it for the next to come.
  func give() {
    let next = state.withLock { state in
      let next = state.nextWaiting()
      if next == nil { state.free += 1 }
      return next
    }
    next?.resume()
  }
}
