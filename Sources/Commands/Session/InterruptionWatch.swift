// What a person who presses Ctrl-C is told at once, and what a second time does. A command that only reads has
// nothing to wait for, so it ends at the first.

import Bulk
import Synchronization

/// Looks out for signals during one command: says what the first one waits for, and with the second one
/// gives up waiting.
final class InterruptionWatch: Sendable {
  private let console: Console
  private let timeout: Duration
  private let isPatient: Bool
  private let engine = Mutex<Engine?>(nil)
  private let task = Mutex<Task<Void, Never>?>(nil)

  private static let interval = Duration.milliseconds(50)

  /// `timeout` is the longest that one request may take; who `isPatient` waits for those in flight.
  init(_ console: Console, timeout: Duration, isPatient: Bool) {
    self.console = console
    self.timeout = timeout
    self.isPatient = isPatient
  }

  /// Begins to look out; from here on the first signal is only noted.
  func begin() {
    Interruption.watch()
    let watching = Task { await watch() }
    task.withLock { $0 = watching }
  }

  /// Whoever ran is done, and nothing is waited for any more.
  func end() { task.withLock { $0 }?.cancel() }

  /// From here on there is a run that can be ended in order by a second signal too.
  func follow(_ engine: Engine) {
    self.engine.withLock { $0 = engine }
    Interruption.takeSecond()
  }

  private func watch() async {
    guard let first = await signal(number: 1) else { return }
    guard isPatient else {
      engine.withLock { $0 }?.abandon(first)
      return
    }
    console.message(InterruptionWords.first(first, engine.withLock { $0 }?.figures, timeout))
    guard let second = await signal(number: 2) else { return }
    engine.withLock { $0 }?.abandon(second)
  }

  /// Waits for so many signals; `nil` when the command is over before.
  private func signal(number: Int) async -> Int32? {
    while Interruption.count < number {
      // The sleep throws when the command is over.
      guard (try? await Task.sleep(for: Self.interval)) != nil else { return nil }
    }
    return Interruption.signal
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
