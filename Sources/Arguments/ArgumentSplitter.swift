// Sorts arguments into options and operands by GNU rules. It knows the options by description alone
// and reads no value, so what it finds wrong is never a matter of types.

/// The arguments of a command, taken apart.
struct ArgumentSplitter {
  /// An option as it was given.
  struct Occurrence {
    /// Its place in the list of options.
    var index: Int
    /// Its value; empty for a flag and where an optional value is left out.
    var value: String
  }

  private(set) var occurrences: [Occurrence] = []
  private(set) var operands: [String] = []
  private let options: [OptionDescription]
  private let operand: OperandSpec
  private var rest: ArraySlice<String>
  private var optionsEnded = false

  /// Takes all arguments apart; the first thing wrong is thrown.
  init(
    _ arguments: [String], options: [OptionDescription], operand: OperandSpec
  ) throws(UsageError) {
    self.options = options
    self.operand = operand
    rest = arguments[...]
    while let word = rest.popFirst() { try take(word) }
    if operands.count < operand.count.lowerBound { throw .missingOperand(operand.name) }
  }

  /// Whether an argument is an option by its looks: a dash and more.
  ///
  /// `-` and `-5` are values.
  static func looksLikeOption(_ word: String) -> Bool {
    guard word.utf8.first == UInt8(ascii: "-"), let second = word.utf8.dropFirst().first else {
      return false
    }
    return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
  }

  private mutating func take(_ word: String) throws(UsageError) {
    let isDashed = word.utf8.first == UInt8(ascii: "-") && word.utf8.count > 1
    if optionsEnded || !isDashed {
      try takeOperand(word)
    } else if word == "--" {
      optionsEnded = true
    } else if word.utf8.starts(with: "--".utf8) {
      try takeLong(word)
    } else {
      try takeShort(word)
    }
  }

  private mutating func takeOperand(_ word: String) throws(UsageError) {
    if operand.isCommandLine, !optionsEnded { throw .operandBeforeSeparator(word) }
    guard operands.count < operand.count.upperBound else { throw .unexpectedOperand(word) }
    let names = operand.kind.choices.map(\.name)
    guard names.isEmpty || names.contains(word) else {
      throw .badValue(
        of: operand.name, expected: operand.kind.expectation, given: word,
        nearest: NearestName.nearest(to: word, among: names))
    }
    operands.append(word)
  }

  private mutating func takeLong(_ word: String) throws(UsageError) {
    let parts = word.unicodeScalars.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map { String($0) } ?? word
    let value = parts.count > 1 ? parts.last.map { String($0) } : nil
    guard let index = options.firstIndex(where: { $0.name == name }) else {
      throw unknown(name, value: value)
    }
    if let value, options[index].kind == .none { throw .valueForFlag(name, given: value) }
    try add(index, attached: value)
  }

  private mutating func takeShort(_ word: String) throws(UsageError) {
    var letters = word.unicodeScalars.dropFirst()
    while let letter = letters.popFirst() {
      guard let index = options.firstIndex(where: { $0.short == Character(letter) }) else {
        throw .unknownOption("-\(letter)", nearest: longNames.filter { $0 == "-" + word })
      }
      guard options[index].kind == .none else {
        try add(index, attached: letters.isEmpty ? nil : String(letters))
        return
      }
      if letters.first == "=" {
        throw .valueForFlag(options[index].name, given: String(letters.dropFirst()))
      }
      try add(index, attached: nil)
    }
  }

  private mutating func add(_ index: Int, attached: String?) throws(UsageError) {
    let option = options[index]
    guard attached == nil, option.takesNextArgument else {
      occurrences.append(Occurrence(index: index, value: attached ?? ""))
      return
    }
    // A value that looks like an option is more likely a value left out: taking `--dry-run` for a
    // file name would make a rehearsal a real run.
    guard let next = rest.first, !Self.looksLikeOption(next) else {
      throw .missingValue(of: option.name, expected: option.expectation, next: rest.first)
    }
    rest.removeFirst()
    occurrences.append(Occurrence(index: index, value: next))
  }

  private func unknown(_ name: String, value: String?) -> UsageError {
    if let value, OptionDescription.builtIn.contains(where: { $0.name == name }) {
      return .valueForFlag(name, given: value)
    }
    let known = longNames.map { String($0.dropFirst(2)) }
    let nearest = NearestName.nearest(to: String(name.dropFirst(2)), among: known)
    return .unknownOption(name, nearest: nearest.map { "--" + $0 })
  }

  private var longNames: [String] {
    (options + OptionDescription.builtIn).map(\.name)
  }
}
