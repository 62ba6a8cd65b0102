// One constructor for each kind of value. Each reads the text into its type and refuses what is not
// of it in the words of the kind, so a command's table is a list of calls with no code in it.

extension OptionSpec {
  /// A flag that puts a value in its place, such as one name of a choice.
  package static func flag<Value: Sendable>(
    _ long: String, short: Character? = nil, _ destination: Destination<Values, Value>,
    to value: Value, _ summary: String, discussion: String = ""
  ) -> Self {
    var description = OptionDescription(
      long: long, short: short, summary: summary, discussion: discussion)
    description.isRepeatable = destination.isRepeatable
    return Self(description) { (values, _) throws(UsageError) in destination.store(&values, value) }
  }

  /// A flag that sets a property to `true`.
  package static func flag(
    _ long: String, short: Character? = nil, _ destination: Destination<Values, Bool>,
    _ summary: String, discussion: String = ""
  ) -> Self {
    .flag(long, short: short, destination, to: true, summary, discussion: discussion)
  }

  /// A whole number in a range.
  package static func integer(
    _ long: String, short: Character? = nil, _ placeholder: String, _ range: ClosedRange<Int>,
    _ destination: Destination<Values, Int>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder, kind: .integer(range),
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { Int($0).flatMap { range.contains($0) ? $0 : nil } }
  }

  /// A length of time in a range: seconds, or a number with a unit.
  package static func time(
    _ long: String, short: Character? = nil, _ placeholder: String,
    _ range: ClosedRange<Duration>, _ destination: Destination<Values, Duration>,
    _ summary: String, discussion: String = "", variable: String? = nil,
    default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder, kind: .time(range),
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { TimeText.parse($0).flatMap { range.contains($0) ? $0 : nil } }
  }

  /// Any text, the empty one included.
  package static func text(
    _ long: String, short: Character? = nil, _ placeholder: String,
    _ destination: Destination<Values, String>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder, kind: .text,
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { $0 }
  }

  /// Text that may be left out (`--name` or `--name=TEXT`); left out, it is `bare`.
  package static func optionalText(
    _ long: String, short: Character? = nil, _ placeholder: String, bare: String = "",
    _ destination: Destination<Values, String>, _ summary: String, discussion: String = ""
  ) -> Self {
    var description = OptionDescription(
      long: long, short: short, placeholder: placeholder, kind: .text,
      summary: summary, discussion: discussion)
    description.isValueOptional = true
    return Self(description, destination) { $0.isEmpty ? bare : $0 }
  }

  /// Text with a form of its own, such as `10/s`.
  ///
  /// `expects` is a noun phrase for the error message; `parse` gives `nil` for what is not of the
  /// form.
  package static func value<Value>(
    _ long: String, short: Character? = nil, _ placeholder: String, expects: String,
    _ destination: Destination<Values, Value>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil,
    parse: @escaping @Sendable (String) -> Value?
  ) -> Self {
    var description = OptionDescription(
      long: long, short: short, placeholder: placeholder, kind: .text,
      summary: summary, discussion: discussion, variable: variable, defaultText: defaultText)
    description.form = expects
    return Self(description, destination, parse: parse)
  }

  /// One of some names known when the program runs.
  package static func choice(
    _ long: String, short: Character? = nil, _ placeholder: String, among choices: [Choice],
    _ destination: Destination<Values, String>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder, kind: .choice(choices),
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { text in choices.first { $0.name == text }?.name }
  }

  /// One case of an enumeration, by its raw value.
  package static func choice<Value: CaseIterable & RawRepresentable<String> & Sendable>(
    _ long: String, short: Character? = nil, _ placeholder: String,
    _ destination: Destination<Values, Value>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder,
        kind: .choice(Value.allCases.map { Choice($0.rawValue) }),
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { Value(rawValue: $0) }
  }

  /// The name of a file; that it exists is for the command to find out.
  package static func file(
    _ long: String, short: Character? = nil, _ placeholder: String,
    _ destination: Destination<Values, String>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder, kind: .file,
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { $0.isEmpty ? nil : $0 }
  }

  /// The name of a folder; that it exists is for the command to find out.
  package static func folder(
    _ long: String, short: Character? = nil, _ placeholder: String,
    _ destination: Destination<Values, String>, _ summary: String, discussion: String = "",
    variable: String? = nil, default defaultText: String? = nil
  ) -> Self {
    Self(
      OptionDescription(
        long: long, short: short, placeholder: placeholder, kind: .folder,
        summary: summary, discussion: discussion, variable: variable, defaultText: defaultText),
      destination
    ) { $0.isEmpty ? nil : $0 }
  }

  /// The common part of all options with a value: read, refuse or store.
  private init<Value>(
    _ description: OptionDescription, _ destination: Destination<Values, Value>,
    parse: @escaping @Sendable (String) -> Value?
  ) {
    var description = description
    description.isRepeatable = destination.isRepeatable
    let (name, expectation) = (description.name, description.expectation)
    let choices = description.kind.choices.map(\.name)
    self.init(description) { (values, text) throws(UsageError) in
      guard let value = parse(text) else {
        throw .badValue(
          of: name, expected: expectation, given: text,
          nearest: NearestName.nearest(to: text, among: choices))
      }
      destination.store(&values, value)
    }
  }
}
