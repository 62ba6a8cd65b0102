// What a command takes besides options.

/// The operands of a command: their name, kind and number.
package struct OperandSpec: Sendable, Equatable {
  /// What stands for one in help, in capitals; words with blanks between them stand for one each.
  package var name: String
  package var kind: ValueKind
  package var count: ClosedRange<Int>
  /// Whether they are a command line of their own, which must follow `--`.
  package var isCommandLine = false
  /// The words of which the first operand is one, where the others are of the kind.
  package var leads: [String] = []
  /// The list of values that completions ask the program itself for, where only it knows them.
  package var candidates: String?

  /// Operands anywhere among the options.
  package init(_ name: String, _ kind: ValueKind = .text, count: ClosedRange<Int>) {
    self.name = name
    self.kind = kind
    self.count = count
  }

  /// No operands.
  package static let none = OperandSpec("", .none, count: 0...0)

  /// As many as there are, none included: `[ID…]`.
  package static func any(_ name: String, _ kind: ValueKind = .text) -> Self {
    Self(name, kind, count: 0...Int.max)
  }

  /// One that may be left out: `[COMMAND]`.
  package static func optional(_ name: String, _ kind: ValueKind = .text) -> Self {
    Self(name, kind, count: 0...1)
  }

  /// Exactly one: `FILE`.
  package static func one(_ name: String, _ kind: ValueKind = .text) -> Self {
    Self(name, kind, count: 1...1)
  }

  /// The same operands, of which the first is one of some words: `show FILE`.
  package func led(by words: [String]) -> Self {
    var spec = self
    spec.leads = words
    return spec
  }

  /// The same operands, completed from a list that the program itself gives.
  package func completed(from list: String) -> Self {
    var spec = self
    spec.candidates = list
    return spec
  }

  /// A command to run, all that follows `--`: `[-- COMMAND…]`.
  package static func commandLine(_ name: String = "COMMAND") -> Self {
    var spec = Self.any(name)
    spec.isCommandLine = true
    return spec
  }

  /// Whether the name stands for every one of them.
  var isOneForAll: Bool { count.upperBound > 1 && !name.contains(" ") }

  /// The operands as a synopsis shows them; empty where there are none.
  package var synopsis: String {
    guard count.upperBound > 0 else { return "" }
    var text = name + (isOneForAll ? "…" : "")
    if isCommandLine { text = "-- " + text }
    return count.lowerBound == 0 ? "[\(text)]" : text
  }
}
