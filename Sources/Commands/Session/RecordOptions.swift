// What a run keeps beside its results, as it was typed.

import Arguments

/// Files that a run writes for later runs.
struct RecordOptions: Sendable {
  var journal: String?

  static let group = OptionGroup<RecordOptions>(
    "Records",
    [
      .file(
        "journal", "FILE", .set(\.journal),
        "record the run, and go on where an earlier one stopped",
        discussion: """
          Record in FILE what is about to be sent, and what came of it, so that nothing is lost and \
          nothing done twice, whatever ends the run. The same command again goes on where it \
          stopped: rows that are done are skipped; those that were in flight, or are unknown or \
          unconfirmed, are settled by looking first, where sending again could do harm; all others \
          are tried (again). Rows are known by what is sent for them, not by their place, so the \
          input may be sorted, cut or mended in between; equal rows are counted. A row about a link \
          is skipped only where it is the last thing that was done to that link.

          What is created or deleted is so for good. An update or upsert that has ended with nothing \
          left open is over, and the next run begins a new round, in which every row is looked at \
          again, so that a journal that is kept keeps links in step.

          The file is made where there is none, and only its owner can read it. It holds no key and \
          no link objects: of each row a fingerprint, status, code, message, ID and short link. A \
          journal of another command, provider or address is refused, and so is one that another \
          process uses. linkctl journal show tells what it holds.
          """)
    ])
}
