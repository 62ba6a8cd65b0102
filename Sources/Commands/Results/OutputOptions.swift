// What is printed, and in which form.

import Arguments

/// The form of results and what goes with them.
struct OutputOptions: Sendable {
  var format = OutputFormat.table
  var failedOnly = false
  var unordered = false
  var quiet = false
  var verbose = false
  var rejects: String?
  var color = When.auto
  var progress = When.auto

  static let group = OptionGroup<OutputOptions>(
    "Output",
    [
      .choice(
        "output", short: "o", "FORMAT", .set(\.format), "the form of the results",
        discussion: """
          The form of the results. json is one document, written as it goes; ndjson is a result a \
          line. The keys are row, id, status, code, message and attempts.
          """, default: "table"),
      .flag("json", .set(\.format), to: .json, "the same as --output json"),
      .flag(
        "failed-only", .set(\.failedOnly), "print only the rows that are not done",
        discussion: """
          Print only the rows that are not done. With {--quiet} too, a table or CSV of no rows is not \
          printed at all, so that cron has nothing to mail.
          """),
      .flag("unordered", .set(\.unordered), "print results as they come, not in the input's order")
        .rare(),
      .file(
        "rejects", "FILE", .set(\.rejects),
        "write the rows that are not done to a file",
        discussion: """
          Write the rows that are not done, those that were not tried included, to FILE: in the \
          input's own format and columns, as they came, so that they can be fixed and fed back. The \
          file is put into its place at the end, so it may be the input itself. Rows that are \
          unknown are in it, and may be done.
          """),
      .flag(
        "quiet", short: "q", .set(\.quiet), "print no summary and no progress",
        discussion: "Print no summary, and progress only with {--progress} always."),
      .verbose(.set(\.verbose)),
      .choice(
        "color", "WHEN", .set(\.color), "colour tables and messages",
        discussion: """
          Colour tables and messages. With auto that is done on terminals, of standard output and \
          standard error each for itself, unless NO_COLOR is set or TERM is dumb. CSV and JSON are \
          never coloured.
          """, default: "auto"
      ).rare(),
      .choice(
        "progress", "WHEN", .set(\.progress), "show how far the run is",
        discussion: """
          Show how far the run is, on standard error: rows done, rate, rows that are not done, time \
          left, and what is waited for. With auto that is a line that stands below the results \
          while the run goes on, where standard error is a terminal, and elsewhere a line a minute. \
          With always the line is drawn also where no terminal is known; it has COLUMNS columns \
          then, or 80.
          """, default: "auto"
      ).rare(),
    ])
}

extension OptionSpec {
  /// `-v`, of every command that sends requests.
  static func verbose(_ destination: Destination<Values, Bool>) -> Self {
    .flag(
      "verbose", short: "v", destination, "show each request on standard error",
      discussion:
        "Show each request on standard error. Headers are never shown, so the key is not.")
  }
}
