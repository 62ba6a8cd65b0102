// Why a journal cannot be used, as data; whoever shows it makes the sentence.

/// What is wrong with a journal.
package enum JournalError: Error, Sendable, Equatable {
  /// A system call failed with this `errno`.
  case system(Operation, Int32)
  /// A folder, a device, a pipe.
  case notAFile
  /// The file holds something else, which is left alone.
  case notAJournal
  /// It was written in a format that is not known here.
  case format(Int)
  /// A line cannot be read, or does not fit those before it, and lines after it can be read.
  case damaged(line: Int)
  /// It records another job than this one.
  case otherJob(JournalJob)
  /// Another process uses it; its ID where the system tells.
  case inUse(by: Int?)
  /// It has changed since it was read.
  case changed

  /// What the system was asked to do.
  package enum Operation: Sendable, Equatable {
    case open, read, create, write
  }
}
