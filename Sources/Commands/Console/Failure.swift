// What a user is told when a command cannot go on. The only type that holds such sentences.

/// A message, what to do about it, and the exit status.
package struct Failure: Error, Sendable, Equatable {
  package var message: String
  package var hints: [String]
  package var status: ExitStatus

  package init(_ message: String, hint: String..., status: ExitStatus = .usage) {
    self.message = message
    hints = hint
    self.status = status
  }
}
