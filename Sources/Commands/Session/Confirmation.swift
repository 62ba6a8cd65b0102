// A question before much is changed, asked only when a person is there to answer it.

import Glibc

/// A yes-or-no question on the controlling terminal, so that rows may come through a pipe.
struct Confirmation {
  let host: Host
  let console: Console

  /// Whether the answer begins with y; anything else, and the end of input, is no.
  ///
  /// `nil` where nobody can be asked: standard error is no terminal, there is none to answer on, or a signal
  /// has come, so that nothing is sent anyhow.
  func isAnsweredYes(_ question: String) -> Bool? {
    guard host.isTerminal(host.standardError), let terminal = host.openControllingTerminal() else {
      return nil
    }
    defer { close(terminal) }
    return Interruption.unlessReceived {
      console.ask(question)
      return Self.isYes(on: terminal)
    }
  }

  private static func isYes(on terminal: Int32) -> Bool {
    var answer: [UInt8] = []
    var byte: UInt8 = 0
    while answer.count < 256 {
      // One byte at a time, so that nothing after the line is taken from the terminal.
      let count = unsafe read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else { break }
      answer.append(byte)
    }
    let word = String(decoding: answer, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
    return word == "y" || word == "yes"
  }
}
