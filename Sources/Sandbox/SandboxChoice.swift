// Choices about single stand-ins that have a name, so that the command line need not know each of them.

/// Something that can be chosen about a stand-in, such as `yourls.charset`.
package struct SandboxChoice: Sendable {
  /// The provider, a full stop and what is chosen.
  package let name: String
  /// What it is where nobody chooses.
  package let usual: String
  /// What it can be set to.
  package let values: [String]
  package let summary: String
  private let apply: @Sendable (inout SandboxOptions, String) -> Bool

  package typealias Path<Value> = any WritableKeyPath<SandboxOptions, Value> & Sendable

  /// Every choice there is.
  package static let all =
    YOURLSOptions.choices + ShortIOOptions.choices + ShlinkOptions.choices + KuttOptions.choices
    + RebrandlyOptions.choices + BitlyOptions.choices

  /// One of some words.
  static func word<Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: Path<Word>, _ summary: String
  ) -> SandboxChoice {
    SandboxChoice(
      name, path, usual: \.rawValue, values: Word.allCases.map(\.rawValue), summary
    ) { Word(rawValue: $0) }
  }

  /// Some of some words, with commas between them.
  static func words<Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: Path<[Word]>, _ summary: String
  ) -> SandboxChoice {
    SandboxChoice(
      name, path, usual: { $0.map(\.rawValue).joined(separator: ",") },
      values: ["some of " + Word.allCases.map(\.rawValue).joined(separator: ", ")], summary
    ) { text in
      let words = text.split(separator: ",").map { Word(rawValue: String($0)) }
      return words.contains { $0 == nil } ? nil : words.compactMap { $0 }
    }
  }

  static func flag(_ name: String, _ path: Path<Bool>, _ summary: String) -> SandboxChoice {
    SandboxChoice(name, path, usual: { $0 ? "yes" : "no" }, values: ["yes", "no"], summary) {
      text in
      text == "yes" || text == "no" ? text == "yes" : nil
    }
  }

  static func number(_ name: String, _ path: Path<Int?>, _ summary: String) -> SandboxChoice {
    SandboxChoice(
      name, path, usual: { $0.map(String.init) ?? "none" }, values: ["a number", "none"], summary
    ) { text in
      if text == "none" { return .some(nil) }
      guard let number = Int(text), (0...1_000_000).contains(number) else { return nil }
      return number
    }
  }

  private init<Value>(
    _ name: String, _ path: Path<Value>, usual: (Value) -> String, values: [String],
    _ summary: String, value: @escaping @Sendable (String) -> Value?
  ) {
    self.name = name
    self.usual = usual(SandboxOptions()[keyPath: path])
    self.values = values
    self.summary = summary
    apply = { options, text in
      guard let value = value(text) else { return false }
      options[keyPath: path] = value
      return true
    }
  }

  /// Sets it; false where the text is none of the values.
  func set(_ options: inout SandboxOptions, to text: String) -> Bool { apply(&options, text) }
}

extension SandboxOptions {
  /// Makes a choice, given as `NAME=VALUE`.
  package mutating func choose(_ text: String) throws(OptionTextError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let choice = SandboxChoice.all.first(where: { $0.name == parts[0] })
    else {
      let names = SandboxChoice.all.map(\.name).joined(separator: ", ")
      throw OptionTextError(text, expected: "NAME=VALUE with one of the names \(names)")
    }
    guard choice.set(&self, to: String(parts[1])) else {
      throw OptionTextError(
        text,
        expected: "\(choice.name)=VALUE, where VALUE is \(choice.values.joined(separator: ", "))")
    }
  }
}
