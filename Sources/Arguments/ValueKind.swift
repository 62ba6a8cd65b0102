// What the value of an option or an operand looks like. Plain data: the parser checks values by it,
// help and completions describe them by it.

/// One name of a choice.
package struct Choice: Sendable, Equatable, ExpressibleByStringLiteral {
  package var name: String
  /// A few words for completions, or nothing.
  package var summary: String

  package init(_ name: String, _ summary: String = "") {
    self.name = name
    self.summary = summary
  }

  package init(stringLiteral name: String) { self.init(name) }
}

/// The kind of value that an option or an operand takes.
package enum ValueKind: Sendable, Equatable {
  /// A flag: no value at all.
  case none
  case integer(ClosedRange<Int>)
  case time(ClosedRange<Duration>)
  case text
  case choice([Choice])
  case file
  case folder

  /// What a right value is, as a noun phrase: "a whole number from 1 to 256".
  package var expectation: String {
    switch self {
    case .none: "no value"
    case .integer(let range) where range.upperBound == .max:
      "a whole number of \(range.lowerBound) or more"
    case .integer(let range):
      "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .time(let range):
      "a time such as 30, 10s, 5m or 2h, from \(TimeText.text(range.lowerBound))"
        + " to \(TimeText.text(range.upperBound))"
    case .text: "a value"
    case .choice(let choices): Self.alternatives(choices.map(\.name))
    case .file: "a file name"
    case .folder: "the name of a folder"
    }
  }

  /// The names of a choice; empty for every other kind.
  package var choices: [Choice] {
    if case .choice(let choices) = self { choices } else { [] }
  }

  private static func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
