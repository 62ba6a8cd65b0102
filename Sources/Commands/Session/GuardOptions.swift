// What must hold before anything is sent, as it was typed.

import Arguments

/// What must hold before anything is sent.
struct GuardOptions: Sendable {
  var expect: Int?
  var maxItems: Int?
  var maxFailures: FailureBound?
  var dryRun = false
  var yes = false

  static let group = OptionGroup<GuardOptions>(
    "Safety",
    [
      .flag(
        "dry-run", short: "n", .set(\.dryRun), "check the input and say what would be sent",
        discussion:
          "Check the input and say what would be sent. No request is made, and no key is needed."),
      .flag(
        "yes", short: "y", .set(\.yes), "do not ask before a delete or a large update",
        discussion: """
          Do not ask before a delete, or before an update of more than 100 rows. A question is asked \
          only when a person is there: when standard error is a terminal, and linkctl was started \
          from a terminal, on which the answer is read, so that rows may come through a pipe.
          """),
      .integer(
        "expect", "N", 0...Int.max, .set(\.expect),
        "refuse to start unless there are exactly N rows"),
      .integer(
        "max-items", "N", 0...Int.max, .set(\.maxItems),
        "refuse to start when there are more than N rows"),
      .value(
        "max-failures", "N|N%", expects: "a whole number or a percentage such as 5%",
        .set(\.maxFailures), "stop after so many rows that are not done",
        discussion: """
          Stop after so many rows that are not done. A percentage is of all rows. Requests that \
          are in flight are allowed to finish, and rows that were not tried are not_attempted.
          """, parse: FailureBound.init),
    ])
}
