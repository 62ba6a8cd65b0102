// The lines of a journal, format 1. A journal is a text file in UTF-8 that only grows. Each line is a JSON
// object whose last member, `sum`, is the CRC-32 (as in zip) of all bytes of the line before `,"sum"`, in
// eight hexadecimal digits. Its lines are:
//
//   {"linkctl_journal":1,"operation":…,"provider":…,"address":…,"terms":{…},"sum":…}
//     the first line: the format and the job; `terms` only where there are any
//   {"run":1,"process":4711,"started":1795170000,"boot":"…","sum":…}
//     a run begins: its number, its process ID, the time in seconds since 1970, and the system's name for the
//     time since it was started; batches of earlier runs that have no outcome stay without
//   {"batch":7,"rows":"…","doubtful":"…","overtaken":"…","subjects":"…","sum":…}
//     intent: rows that may be sent from now on; batches are numbered through all runs. Each row is 32
//     hexadecimal digits, the fingerprint of what is sent for it. `doubtful` holds rows of which an earlier
//     run left the fate open, `overtaken` rows that were done and are done again since something else was done
//     to their link after them; each is there only where it has rows. `subjects` are 16 hexadecimal digits for
//     each row, in the order rows, doubtful, overtaken, by which rows about one link are known; zeros where a
//     row is about none, and left out where no row is about one
//   {"sent":7,"rows":[[0,100],[205,1]],"sum":…}
//     a request is about to go with rows of the batch: first row and number of rows, counted from 0 in the order
//     rows, doubtful, overtaken; with all rows where `rows` is left out. Intents are on disk by then, these lines
//     only with the system: a row without one was not sent if the system has not been started anew since, and
//     else may have been
//   {"settled":7,"statuses":[["created",98],["failed",2]],"details":[[98,2,"conflict","…"]],
//    "ids":["link_1",…],"links":["https://…",…],"sum":…}
//     outcome: runs of equal statuses over the batch's rows in the order rows, doubtful, overtaken; `details`
//     are first row, number of rows, code and message; `ids` and `links` have a text or null for each row.
//     What no row has is left out
//   {"ended":1,"open":0,"sum":…}
//     a run has reached its end, and so many of its rows that could be sent are not done. When none are, the next
//     run begins a new round: what was done to links before it is looked at again. Journals of earlier programs
//     have no such lines and no `subjects`

/// One line.
package enum JournalLine: Sendable, Equatable {
  case header(JournalJob)
  case run(JournalRun)
  case intent(JournalIntent)
  /// A request is about to go with some rows of a batch, by their places in its intent; with all of them
  /// where none are named.
  case sent(Int, rows: [Range<Int>])
  case outcome(JournalOutcome)
  /// A run has reached its end with so many rows not done.
  case ended(run: Int, open: Int)

  /// The format that is written, and the only one that is read.
  package static let format = 1
}

/// The beginning of a run.
package struct JournalRun: Sendable, Equatable {
  /// From 1.
  package var number: Int
  package var process: Int
  /// Seconds since 1970.
  package var started: Int
  /// The system's name for the time since it was started; empty where it has none.
  package var boot: String

  package init(number: Int, process: Int, started: Int, boot: String) {
    self.boot = boot
    self.number = number
    self.process = process
    self.started = started
  }
}

/// Rows that are about to be sent.
package struct JournalIntent: Sendable, Equatable {
  package var batch: Int
  package var rows: [Fingerprint]
  package var doubtful: [Fingerprint]
  package var overtaken: [Fingerprint]
  /// What each of all rows is about; empty where no row is about anything.
  package var subjects: [RowSubject?]

  package init(
    batch: Int, rows: [Fingerprint], doubtful: [Fingerprint] = [], overtaken: [Fingerprint] = [],
    subjects: [RowSubject?] = []
  ) {
    self.subjects = subjects
    self.batch = batch
    self.rows = rows
    self.doubtful = doubtful
    self.overtaken = overtaken
  }

  /// All rows, in the order in which outcomes come.
  package var all: [Fingerprint] {
    doubtful.isEmpty && overtaken.isEmpty ? rows : rows + doubtful + overtaken
  }

  /// What the row at a place is about.
  func subject(_ place: Int) -> RowSubject? {
    subjects.indices.contains(place) ? subjects[place] : nil
  }
}

/// What became of the rows of a batch.
package struct JournalOutcome: Sendable, Equatable {
  package var batch: Int
  package var rows: [JournalRowOutcome]

  package init(batch: Int, rows: [JournalRowOutcome]) {
    self.batch = batch
    self.rows = rows
  }
}
