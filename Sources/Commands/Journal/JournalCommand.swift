// `linkctl journal show FILE`: what a journal holds.

import Arguments
import Bulk

enum JournalAction: String, CaseIterable, Sendable {
  case show
}

/// One `linkctl journal`, from its arguments to its end.
struct JournalCommand {
  let console: Console
  let path: String
  private let format: JournalFormat

  init(console: Console, arguments: [String]) throws(UsageError) {
    let parsed = try Self.spec.parse(arguments)
    guard let action = parsed.operands.first, let path = parsed.operands.dropFirst().first else {
      throw .missingOperand(Self.spec.operand.name)
    }
    guard JournalAction(rawValue: action) != nil else {
      let names = JournalAction.allCases.map(\.rawValue)
      throw .badValue(
        of: "journal", expected: "show and a file name", given: action,
        nearest: NearestName.nearest(to: action, among: names))
    }
    self.console = console
    self.path = path
    format = parsed.values.format
  }

  /// Prints what the journal holds, as it is read.
  func run() throws(Failure) -> ExitStatus {
    var printer = JournalPrinter(console, format)
    let (replay, torn): (JournalReplay, Int)
    do throws(JournalError) {
      (replay, torn) = try JournalFile.read(path) { printer.add($0) }
    } catch {
      console.flushResults()
      throw Failure(error, showing: path)
    }
    printer.end(replay, torn: torn)
    return console.endResults() ?? .done
  }
}
