// What can be wrong with a command line, as data. UsageMessage turns it into words.

/// A command line that does not mean anything.
package enum UsageError: Error, Equatable, Sendable {
  /// No command where one is needed.
  case missingCommand
  case unknownCommand(String, nearest: [String])
  /// An option that a command knows stands before any command.
  case optionBeforeCommand(String)
  /// The option as typed, without its value.
  case unknownOption(String, nearest: [String])
  /// An option that needs a value has none; `next` is the argument after it, which looks like an
  /// option.
  case missingValue(of: String, expected: String, next: String?)
  /// A value that is not what the option, variable or operand named takes.
  ///
  /// `expected` is a noun phrase; `nearest` are names that may be meant.
  case badValue(of: String, expected: String, given: String, nearest: [String] = [])
  case valueForFlag(String, given: String)
  /// One operand more than the command takes.
  case unexpectedOperand(String)
  /// An operand outside the command line that `--` begins.
  case operandBeforeSeparator(String)
  case missingOperand(String)
}
