// The only writer to standard output and standard error.

import Arguments
import Glibc
import Synchronization

/// Where results and messages go.
///
/// Results are buffered, messages are not. While a run shows its progress, both scroll above that line.
package final class Console: Sendable {
  private let results: Mutex<OutputStream>
  /// Locked before `results` where both are.
  private let messages: Mutex<MessageStream>
  private let color = Mutex(When.auto)
  private let environment: [String: String]
  private let resultTerminal: Terminal?
  private let messageTerminal: Terminal?
  /// Whether results and messages may appear on one screen; two terminals are taken as one, since a device
  /// can have several names.
  private let isOneScreen: Bool

  package init(_ host: Host) {
    let terminal = Terminal(host.standardError)
    resultTerminal = Terminal(host.standardOutput)
    messageTerminal = terminal
    results = Mutex(OutputStream(host.standardOutput))
    messages = Mutex(MessageStream(host.standardError, terminal))
    environment = host.environment
    isOneScreen = resultTerminal != nil && terminal != nil
  }

  /// Obeys `--color` from now on.
  func use(color when: When) { color.withLock { $0 = when } }

  /// Hands results over at the end of a command that only reads; the status when they cannot be written.
  ///
  /// A reader that has seen enough is no error and is not talked about.
  func endResults() -> ExitStatus? {
    guard let error = flushResults() else { return nil }
    if error != EPIPE { report(Failure(writing: error)) }
    return .stopped
  }

  private func palette(for terminal: Terminal?) -> Palette {
    Palette(
      color.withLock { $0 }, isTerminal: terminal != nil, environment: environment)
  }
}

extension Console {
  /// What results are printed on, as it is now.
  var page: Page {
    Page(
      isTerminal: resultTerminal != nil, width: resultTerminal?.width,
      palette: palette(for: resultTerminal))
  }

  /// Writes to standard output; `flushResults` hands it over.
  func result(_ bytes: some Sequence<UInt8>) {
    let isMuch = results.withLock { stream in
      stream.write(bytes)
      return stream.isFull
    }
    if isMuch { flushResults() }
  }

  func result(_ text: String) { result(text.utf8) }

  /// Hands results over; the error when they can no longer be written.
  ///
  /// Where a progress line stands below them, a line that has not ended is kept back.
  @discardableResult
  func flushResults() -> Int32? {
    guard isOneScreen, results.withLock({ !$0.isEmpty }) else {
      return results.withLock { $0.flushed() }
    }
    return messages.withLock { messages in
      let keepsPart = messages.isOpenToLines
      return messages.withoutLine {
        results.withLock { keepsPart ? $0.flushedLines() : $0.flushed() }
      }
    }
  }
}

extension Console {
  /// A line on standard error, whole even when others write too.
  ///
  /// Nothing can be told to anyone when standard error is closed, so a failure there is not reported.
  package func message(_ line: String) { say(nil, line) }

  func warn(_ words: String) { say(("warning", .yellow), words) }

  /// What is wrong, where it is not the end.
  func fault(_ words: String) { say(("error", .red), words) }

  /// Says what went wrong and what to do.
  package func report(_ failure: Failure) {
    fault(failure.message)
    for hint in failure.hints { say(("hint", .cyan), hint) }
  }

  /// A question to a person, without an end of line.
  func ask(_ question: String) {
    messages.withLock { $0.write("linkctl: " + HarmlessText.escaped(question) + " ") }
  }

  private func say(_ label: (name: String, ink: Ink)?, _ words: String) {
    let label = label.map { messagePalette.paint($0.name + ":", $0.ink) + " " } ?? ""
    messages.withLock { $0.write("linkctl: " + label + HarmlessText.escaped(words) + "\n") }
  }
}

extension Console {
  /// The colours of standard error.
  var messagePalette: Palette { palette(for: messageTerminal) }

  /// Whether standard error is a terminal on which a line can be drawn over and over.
  var hasRedrawableMessages: Bool { messageTerminal != nil && environment["TERM"] != "dumb" }

  /// The columns of standard error, as far as it is a terminal and tells.
  var messageWidth: Int? { messageTerminal?.width }

  /// A width that is given beforehand, for where no terminal tells.
  var statedWidth: Int? {
    environment["COLUMNS"].flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
  }

  /// Lets `draw` show a line under all that is printed, until `endProgress`.
  func beginProgress() { messages.withLock { $0.openToLines() } }

  /// Shows a line in the place of the one before, made for the `messageWidth` that is given with it.
  func draw(_ line: String, width: Int?) {
    messages.withLock { $0.draw(line, width: width) }
  }

  /// Takes the line away; later calls of `draw` do nothing.
  func endProgress() { messages.withLock { $0.closeToLines() } }
}
