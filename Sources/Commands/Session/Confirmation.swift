// The question before a delete, asked only when a person is there to answer it.

import Glibc

/// A yes-or-no question on the terminal.
struct Confirmation {
  let host: Host
  let console: Console

  /// Whether standard input and standard error are terminals.
  var isPossible: Bool {
    host.isTerminal(host.standardInput) && host.isTerminal(host.standardError)
  }

  /// Whether the answer begins with y; anything else, and the end of input, is no.
  func isAnsweredYes(_ question: String) -> Bool {
    console.ask(question)
    var answer: [UInt8] = []
    var byte: UInt8 = 0
    while answer.count < 256 {
      // One byte at a time, so that nothing after the line is taken from the terminal.
      let count = unsafe read(host.standardInput, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else { break }
      answer.append(byte)
    }
    let word = String(decoding: answer, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
    return word == "y" || word == "yes"
  }
}
