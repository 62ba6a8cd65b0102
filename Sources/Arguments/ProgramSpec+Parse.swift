// From the program's arguments to what is wanted: help, the version, or a command to run.
// Help and version are found first, so that they are answered however wrong the rest is.

/// What a command line asks for.
package enum Invocation: Equatable, Sendable {
  /// `-h`; of the program where no command is named.
  case shortHelp(command: String?)
  /// `--help`; of the program where no command is named.
  case fullHelp(command: String?)
  case version
  /// A command that the program has, and all that follows its name.
  case command(String, arguments: [String])
}

extension ProgramSpec {
  /// Reads the program's arguments, its own name not among them.
  package func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
    if let ownCommand {
      return request(in: arguments, for: ownCommand)
        ?? .command(ownCommand.name, arguments: arguments)
    }
    let named = arguments.first.flatMap(command(named:))
    if let request = request(in: arguments, for: named) { return request }
    guard let named else { throw fault(with: arguments.first) }
    return .command(named.name, arguments: Array(arguments.dropFirst()))
  }

  private func fault(with first: String?) -> UsageError {
    guard let first, first != "--" else { return .missingCommand }
    guard ArgumentSplitter.looksLikeOption(first) else {
      return unknownCommand(first)
    }
    let known = commands.contains { command in
      let splitter = Result { () throws(UsageError) in
        try ArgumentSplitter([first], options: command.options, operand: .any(""))
      }
      if case .failure(.unknownOption) = splitter { return false }
      return true
    }
    return known ? .optionBeforeCommand(first) : .unknownOption(first, nearest: [])
  }

  /// The first of `-h`, `--help` and `--version` before `--`.
  private func request(in arguments: [String], for command: CommandDescription?) -> Invocation? {
    let name = ownCommand == nil ? command?.name : nil
    for word in arguments {
      switch word {
      case "--": return nil
      case "--help": return .fullHelp(command: name)
      case "--version": return .version
      default:
        if asksForShortHelp(word, options: command?.options ?? []) {
          return .shortHelp(command: name)
        }
      }
    }
    return nil
  }

  /// Whether `h` is among the letters of a word such as `-qh`, before one that takes the rest.
  private func asksForShortHelp(_ word: String, options: [OptionDescription]) -> Bool {
    guard word.utf8.first == UInt8(ascii: "-"), !word.utf8.starts(with: "--".utf8) else {
      return false
    }
    for letter in word.unicodeScalars.dropFirst() {
      if letter == "h" { return true }
      let option = options.first { $0.short == Character(letter) }
      guard let option, option.kind == .none else { return false }
    }
    return false
  }
}
