// What is said of a journal that cannot be used.

import Arguments
import Bulk

extension Failure {
  /// A journal that cannot be used; nothing was sent.
  init(_ error: JournalError, journal path: String) {
    let words: String
    let hint: String
    switch error {
    case .system(let operation, let code):
      words = "\(operation.words): \(SystemErrorText.of(code))"
      hint = "nothing was sent; see who may read and write it, or name another file with --journal"
    case .notAFile:
      words = "is not a regular file"
      hint = "nothing was sent; name another file with --journal"
    case .notAJournal:
      words = "exists and is not a journal"
      hint = "nothing was sent or changed; name another file with --journal"
    case .format(let number):
      words = "is a journal of format \(number), and this linkctl knows \(JournalLine.format)"
      hint = "nothing was sent; use the linkctl that wrote it, or a newer one"
    case .damaged(let line):
      words = "line \(line) is damaged, and what follows cannot be trusted without it"
      hint =
        "nothing was sent; restore the file, or cut it before line \(line) and count the rows of all"
        + " later lines as not done, which may do them twice"
    case .otherJob(let job):
      words = "is the journal of another job: \(job.words)"
      hint = "nothing was sent; give each job a journal of its own"
    case .inUse(let process):
      words = process.map { "is in use by process \($0)" } ?? "is in use by another process"
      hint = "nothing was sent; wait until that run is over"
    case .changed:
      words = "was changed by somebody else while it was read"
      hint = "nothing was sent; run the command again"
    }
    self.init("the journal \(path) \(words)", hint: hint, status: error.status)
  }
}

extension Failure {
  /// A journal that cannot be shown.
  init(_ error: JournalError, showing path: String) {
    self.init(error, journal: path)
    status = .usage
    switch error {
    case .damaged(let line): hints = ["what comes before line \(line) was shown"]
    case .notAJournal: hints = ["it takes a file that --journal has made"]
    default: hints = ["give the name of a file that --journal has made"]
    }
  }
}

extension JournalError {
  /// What is in the way now may be gone later; what is wrong with the command stays wrong.
  fileprivate var status: ExitStatus {
    switch self {
    case .inUse, .changed, .system(.write, _): .stopped
    default: .usage
    }
  }
}

extension JournalError.Operation {
  fileprivate var words: String {
    switch self {
    case .open: "cannot be opened"
    case .read: "cannot be read"
    case .create: "cannot be made"
    case .write: "cannot be written"
    }
  }
}

extension JournalJob {
  /// The job as a person would name it: `upsert at NAME (https://api.example.com), match key`.
  var words: String {
    let terms = terms.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value)" }.joined()
    return "\(operation) at \(provider) (\(address))\(terms)"
  }
}
