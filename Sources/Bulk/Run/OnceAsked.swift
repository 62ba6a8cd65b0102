// What all tasks of a run want to know and one of them asks.

import Synchronization

/// The answer to a question that is asked once, by whoever first wants to know; the others wait for it.
final class OnceAsked<Answer: Sendable>: Sendable {
  private let task = Mutex<Task<Answer, Never>?>(nil)

  /// The answer; `ask` is carried out by the first who calls.
  func answer(_ ask: @escaping @Sendable () async -> Answer) async -> Answer {
    let asked = task.withLock { task in
      let asked = task ?? Task { await ask() }
      task = asked
      return asked
    }
    return await asked.value
  }
}
