// What a person who presses Ctrl-C is told at once, and what a second time does. A command that only reads has
// nothing to wait for, so it ends at the first.

import Bulk
import Synchronization
import Transport

/// Looks out for signals during one command: says what the first one waits for and stops the run in order, and
/// with the second one gives up waiting.
///
/// A thread sleeps until a signal comes, so that waiting costs nothing and a signal is seen at once.
final class InterruptionWatch: Sendable {
  private struct State {
    var engine: Engine?
    var isOver = false

    /// How many signals something was done about.
    var seen = 0
  }

  private let console: Console
  private let timeout: Duration
  private let isPatient: Bool
  private let state = Mutex(State())
  private let thread = Mutex<LoopThread?>(nil)

  /// `timeout` is the longest that one request may take; who `isPatient` waits for those in flight.
  init(_ console: Console, timeout: Duration, isPatient: Bool) {
    self.console = console
    self.timeout = timeout
    self.isPatient = isPatient
  }

  /// Begins to look out; from here on the first signal is only noted.
  func begin() {
    Interruption.watch()
    // Without a thread the run still sees a signal before its next request.
    let looking = try? LoopThread { [weak self] in
      while Interruption.waitForSignal() {
        guard let self, self.look() else { return }
      }
    }
    thread.withLock { $0 = looking }
  }

  /// Whoever ran is done, and nothing is waited for any more.
  func end() {
    state.withLock { $0.isOver = true }
    Interruption.endWait()
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }

  /// From here on there is a run that can be ended in order by a second signal too.
  func follow(_ engine: Engine) {
    state.withLock { $0.engine = engine }
    Interruption.takeSecond()
    // One that came before was told to nobody.
    if let signal = Interruption.signal { stop(engine, signal) }
  }

  /// Does what is due because of signals that have come; false when the command is over.
  private func look() -> Bool {
    let (seen, engine, isOver) = state.withLock { ($0.seen, $0.engine, $0.isOver) }
    guard !isOver else { return false }
    guard let signal = Interruption.signal else { return true }
    let count = Interruption.count
    if seen == 0 {
      let figures = engine?.figures
      if let engine { stop(engine, signal) }
      if isPatient { console.message(InterruptionWords.first(signal, figures, timeout)) }
    }
    if seen < 2, count >= 2 { engine?.abandon(signal) }
    state.withLock { $0.seen = count }
    return true
  }

  /// What the first signal does.
  private func stop(_ engine: Engine, _ signal: Int32) {
    if isPatient { engine.interrupt(signal) } else { engine.abandon(signal) }
  }
}

/// What is said of signals.
enum InterruptionWords {
  /// What the first signal waits for, as far as there is a run, and what another does.
  static func first(_ signal: Int32, _ figures: RunFigures?, _ timeout: Duration) -> String {
    let name = Failure.name(of: signal)
    guard let figures else {
      return "\(name): nothing was sent, and nothing will be; the input is read to its end, so that"
        + " each row gets its result; once more ends it at once"
    }
    guard figures.inFlight > 0 else {
      return "\(name): nothing more is sent, and no request is in flight; the results follow"
    }
    let requests = figures.inFlight == 1 ? "the request" : "the \(figures.inFlight) requests"
    return "\(name): nothing more is sent; waiting for \(requests) in flight, at most"
      + " \(timeout.words); once more does not wait, and their rows are then unknown"
  }
}
