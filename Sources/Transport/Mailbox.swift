// What passes between the tasks that send and the thread that does it. Its lock is held for a few
// instructions at a time, and never while somebody else's code runs.

import CLibcurl
import HTTP
import Synchronization

/// A request with whoever waits for its answer.
struct Job: Sendable {
  typealias Answer = Result<HTTPResponse, TransportError>

  var id: UInt64
  var request: HTTPRequest
  /// To be resumed exactly once, by the loop.
  var waiter: CheckedContinuation<Answer, Never>

  func end(_ answer: Answer) { waiter.resume(returning: answer) }
}

/// The way to the loop's thread.
final class Mailbox: Sendable {
  /// All that came in since the loop looked last, in order of arrival.
  struct Mail: Sendable {
    var jobs: [Job] = []
    var cancelled: [UInt64] = []
    var isClosing = false

    var isEmpty: Bool { jobs.isEmpty && cancelled.isEmpty && !isClosing }
  }

  private struct State {
    var mail = Mail()
    /// Set by the loop before it sleeps, cleared by the first who wakes it: one wake-up for many jobs.
    var isAsleep = false
    var loop: MultiHandle?
  }

  private let state: Mutex<State>

  init(loop: MultiHandle) { state = Mutex(State(loop: loop)) }

  /// Hands a job in; `false` when the loop has ended and nobody will ever answer.
  func submit(_ job: Job) -> Bool {
    post { $0.jobs.append(job) }
  }

  /// Asks for an early end of a job; of no effect when the job is not known or over.
  func cancel(_ id: UInt64) {
    _ = post { $0.cancelled.append(id) }
  }

  /// Asks the loop to end.
  func close() {
    _ = post { $0.isClosing = true }
  }

  /// Exchanges an emptied box for a full one, so that both keep their room.
  func take(_ mail: inout Mail) {
    mail.jobs.removeAll(keepingCapacity: true)
    mail.cancelled.removeAll(keepingCapacity: true)
    state.withLock { state in
      state.isAsleep = false
      swap(&state.mail, &mail)
    }
  }

  /// Whether the loop may sleep: only when nothing lies here.
  ///
  /// From then on, mail wakes it.
  func mayRest() -> Bool {
    state.withLock { state in
      state.isAsleep = state.mail.isEmpty
      return state.isAsleep
    }
  }

  /// Takes no more mail, and gives what is left.
  ///
  /// The loop's last call, before it frees its handle.
  func shut() -> Mail {
    state.withLock { state in
      state.loop = nil
      defer { state.mail = Mail() }
      return state.mail
    }
  }

  /// The wake-up happens under the lock, so that the handle cannot be freed meanwhile; it is one write
  /// to a pipe that does not block.
  private func post(_ put: (inout Mail) -> Void) -> Bool {
    state.withLock { state in
      guard let loop = state.loop else { return false }
      put(&state.mail)
      if state.isAsleep {
        state.isAsleep = false
        loop.wake()
      }
      return true
    }
  }
}
