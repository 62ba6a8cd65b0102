// What a user is told when a command cannot go on. The only type that holds such sentences.

/// A message, what to do about it, and the exit status.
package struct Failure: Error, Sendable, Equatable {
  package var message: String
  /// At least one: nobody is left with a fault and no next step.
  package var hints: [String]
  package var status: ExitStatus

  package init(
    _ message: String, hint: String, _ more: String..., status: ExitStatus = .usage
  ) {
    self.init(message, hints: [hint] + more, status: status)
  }

  /// For hints that are made elsewhere.
  init(_ message: String, hints: [String], status: ExitStatus = .usage) {
    self.message = message
    self.hints = hints
    self.status = status
  }
}
