// Those of a run who wait, for a moment or for something to happen. Nobody looks now and then: a waiting run
// takes no processor time, and wakes at once when there is a reason.

import Synchronization

/// Sleepers of one run, and the events that wake them; used by many tasks at once.
final class Sleepers: Sendable {
  /// What wakes a sleeper before its moment.
  enum Watch: Sendable {
    /// Only the end of the run.
    case end

    /// Whatever a gate may change its mind about, too.
    case gate
  }

  private struct Sleeper {
    let watch: Watch
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var asleep: [Int: Sleeper] = [:]
    var last = 0
    var isOver = false

    /// How often something has happened that a gate may change its mind about.
    var changes = 0
  }

  private let state = Mutex(State())

  /// How often something has happened so far, for whoever asks a gate and then goes to sleep.
  var changes: Int { state.withLock { $0.changes } }

  /// Something has happened that a gate may change its mind about.
  func gateChanged() {
    let woken = state.withLock { state in
      state.changes += 1
      let woken = state.asleep.filter { $0.value.watch == .gate }
      for id in woken.keys { state.asleep[id] = nil }
      return woken.values.map(\.continuation)
    }
    for continuation in woken { continuation.resume() }
  }

  /// The run is over: whoever sleeps wakes, and nobody falls asleep any more.
  func end() {
    let woken = state.withLock { state in
      defer { state.asleep = [:] }
      state.isOver = true
      return state.asleep.values.map(\.continuation)
    }
    for continuation in woken { continuation.resume() }
  }

  /// Sleeps until a moment, for ever without one, or until something happens.
  ///
  /// Nobody who watches a gate falls asleep where something has happened since `seen` was read.
  func sleep(until moment: ContinuousClock.Instant?, watching watch: Watch, since seen: Int = 0)
    async
  {
    var alarm: Task<Void, Never>?
    await withCheckedContinuation { continuation in
      let id = state.withLock { state -> Int? in
        guard !state.isOver, watch == .end || state.changes == seen else { return nil }
        state.last += 1
        state.asleep[state.last] = Sleeper(watch: watch, continuation: continuation)
        return state.last
      }
      guard let id else { return continuation.resume() }
      if let moment { alarm = self.alarm(for: id, at: moment) }
    }
    alarm?.cancel()
  }

  private func alarm(for id: Int, at moment: ContinuousClock.Instant) -> Task<Void, Never> {
    Task {
      try? await Task.sleep(until: moment, tolerance: .zero, clock: .continuous)
      let sleeper = state.withLock { $0.asleep.removeValue(forKey: id) }
      sleeper?.continuation.resume()
    }
  }
}
