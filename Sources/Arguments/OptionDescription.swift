// What there is to say about one option: plain data, read by the parser and by everything that
// writes help. What the option does with its value is in OptionSpec.

/// An option's names, value and words.
package struct OptionDescription: Sendable, Equatable {
  /// The long name without its dashes.
  package var long: String
  package var short: Character?
  /// What stands for the value in help, in capitals; `nil` for a flag.
  package var placeholder: String?
  package var kind: ValueKind
  /// What a right value is, as a noun phrase, where the kind alone does not say it.
  package var form: String?
  /// Whether the value may be left out; then it can be given as `--name=VALUE` only.
  package var isValueOptional = false
  package var isRepeatable = false
  /// Whether few people need it, so that the overview leaves it out and `--help` alone tells of it.
  package var isRare = false
  /// The list of values that completions ask the program itself for, where only it knows them.
  package var candidates: String?
  /// One line without a full stop, for `-h` and completions.
  package var summary: String
  /// Paragraphs for `--help` and the man page, between blank lines; empty says the summary again.
  ///
  /// `{--name}` refers to another option of the same command.
  package var discussion: String
  /// The environment variable that stands for the option where it is not given.
  package var variable: String?
  /// The default as help shows it.
  package var defaultText: String?

  package init(
    long: String, short: Character? = nil, placeholder: String? = nil, kind: ValueKind = .none,
    summary: String, discussion: String = "", variable: String? = nil, defaultText: String? = nil
  ) {
    self.long = long
    self.short = short
    self.placeholder = placeholder
    self.kind = kind
    self.summary = summary
    self.discussion = discussion
    self.variable = variable
    self.defaultText = defaultText
  }

  /// The long name as it is typed.
  package var name: String { "--" + long }

  /// What a right value is, as a noun phrase.
  var expectation: String { form ?? kind.expectation }

  /// Whether the next argument belongs to the option where none is attached by `=`.
  var takesNextArgument: Bool { kind != .none && !isValueOptional }

  /// The options that every command has, answered by `ProgramSpec.parse` before anything else.
  package static let builtIn = [
    OptionDescription(
      long: "help", short: "h", summary: "-h is this overview, --help tells all",
      discussion: "Show help and do nothing else: -h an overview, --help everything."),
    OptionDescription(
      long: "version", summary: "show the version",
      discussion: "Show the name and version of the program and do nothing else."),
  ]
}
