// The only writer to standard output and standard error.

import Arguments
import Glibc
import Synchronization

/// Where results and messages go.
///
/// Results are buffered, messages are not.
package final class Console: Sendable {
  private let results: Mutex<OutputStream>
  private let messages: Mutex<OutputStream>
  /// Whether results go to a terminal.
  let showsResultsOnTerminal: Bool

  package init(_ host: Host) {
    results = Mutex(OutputStream(host.standardOutput))
    messages = Mutex(OutputStream(host.standardError))
    showsResultsOnTerminal = host.isTerminal(host.standardOutput)
  }

  /// Writes to standard output; `flushResults` hands it over.
  func result(_ bytes: some Sequence<UInt8>) { results.withLock { $0.write(bytes) } }

  func result(_ text: String) { result(text.utf8) }

  /// Hands results over; the error when they can no longer be written.
  @discardableResult
  func flushResults() -> Int32? {
    results.withLock {
      $0.flush()
      return $0.failure
    }
  }

  /// Hands results over at the end of a command that only reads; the status when they cannot be written.
  ///
  /// A reader that has seen enough is no error and is not talked about.
  func endResults() -> ExitStatus? {
    guard let error = flushResults() else { return nil }
    if error != EPIPE { report(Failure(writing: error)) }
    return .stopped
  }

  /// A line on standard error, whole even when others write too.
  ///
  /// Nothing can be told to anyone when standard error is closed, so a failure there is not reported.
  package func message(_ line: String) {
    messages.withLock {
      $0.write("linkctl: " + HarmlessText.escaped(line) + "\n")
      $0.flush()
    }
  }

  func warn(_ words: String) { message("warning: " + words) }

  /// A question to a person, without an end of line.
  func ask(_ question: String) {
    messages.withLock {
      $0.write("linkctl: " + HarmlessText.escaped(question) + " ")
      $0.flush()
    }
  }

  /// Says what went wrong and what to do.
  package func report(_ failure: Failure) {
    message("error: " + failure.message)
    for hint in failure.hints { message("hint: " + hint) }
  }
}
