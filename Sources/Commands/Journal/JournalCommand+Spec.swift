// What there is to say of `linkctl journal`: its words, options, examples.

import Arguments
import Bulk

/// The forms in which a journal is shown.
enum JournalFormat: String, CaseIterable, Sendable {
  case table, json, ndjson
}

/// The options of `journal` as they were typed.
struct JournalOptions: Sendable {
  var format = JournalFormat.table

  static let group = OptionGroup<JournalOptions>(
    "Output",
    [
      .choice(
        "output", short: "o", "FORMAT", .set(\.format), "the form in which it is shown",
        discussion: """
          The form in which the journal is shown. json is one document; ndjson is an outcome a \
          line, without the summary. An outcome has run, batch, status and fingerprint, and code, \
          message, id and link where there are any.
          """, default: "table"),
      .flag("json", .set(\.format), to: .json, "the same as --output json"),
    ])
}

extension JournalCommand {
  static let name = "journal"

  /// The row of the program's table.
  static let spec = CommandSpec<JournalOptions>(
    name, otherNames: ["log", "history", "status", "show"],
    summary: "show what a journal holds",
    discussion: """
      Shows the file that the option --journal of another command has written: the job, each outcome \
      that was recorded, the rows of which a request went and no outcome was recorded (in_flight), \
      those that were about to be sent (announced), and how many rows are done and in doubt. The \
      file is only read, and may be in use.

      A journal is text, in format \(JournalLine.format): each line is a JSON object that ends with \
      the CRC-32 of what stands before it in the line, as the member sum. The first line names the \
      format (linkctl_journal), operation, provider and address. A line with run begins a run. A line \
      with batch holds rows that may be sent from then on, 32 hexadecimal digits each, a fingerprint \
      of what is sent: rows, doubtful for rows whose fate an earlier run left open, and overtaken for \
      rows that were done and are done again after something else was done to their link; subjects has \
      16 digits a row by which rows about one link are known, zeros for none. A line with \
      sent says that a request goes with rows of the batch: pairs of first row and number in rows, \
      else all. A line with settled says what became of a batch: statuses as pairs of status and \
      number over its rows, details as first row, number, code and message, and ids and links with \
      a text or null for each row. A line with ended says that a run reached its end and, as open, how \
      many rows it left undone: when none, the next update or upsert begins a new round. Lines are only \
      ever added; a torn last line does not count.
      """,
    operand: OperandSpec("show FILE", .file, count: 2...2).led(by: ["show"]),
    defaults: JournalOptions(),
    groups: [JournalOptions.group],
    examples: [
      Example("See how far a job has come", "linkctl journal show create.journal"),
      Example(
        "The links that were created, in all runs",
        """
        linkctl journal show create.journal -o ndjson \\
          | jq -r 'select(.status == "created").link'
        """),
    ],
    exitStatuses: [ExitStatus.done, .usage].map(\.definition))
}
