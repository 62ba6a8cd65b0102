// How linkctl ends, for shells to read.

import Arguments

/// The exit statuses; where several apply, the gravest is given.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case someNotDone = 1
  case usage = 2
  case stopped = 3
  case someUnknown = 4

  /// The words of the table in help and man page.
  var meaning: String {
    switch self {
    case .done: "every row is done, or there was nothing to do"
    case .someNotDone:
      "it ran to the end, and some rows are failed, not_found, unconfirmed or invalid"
    case .usage:
      "the command or its input is wrong, a guard refused, or the question was answered with no; nothing was sent"
    case .stopped:
      "it stopped early: the key was refused, a quota is used up, the provider is out of reach, --max-failures, --max-duration or --max-wait was reached, results or the journal can no longer be written, or the journal is in use"
    case .someUnknown: "it ran to the end, and some rows are unknown, or a list may not be whole"
    }
  }

  /// The row of the table in help and man page.
  var definition: Definition { Definition(String(rawValue), meaning) }

  static let table =
    allCases.map(\.definition) + [
      Definition(
        "129, 130, 143",
        "a signal ended it (hangup, Ctrl-C, termination): requests in flight were allowed to finish, and every row has its result; a second signal does not wait"
      )
    ]
}
