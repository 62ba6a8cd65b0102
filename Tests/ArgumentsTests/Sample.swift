// A small program with every kind of option, and one that runs a command: what the tests parse and
// render.

import Testing

@testable import Arguments

enum Format: String, CaseIterable, Sendable { case table, json, ndjson, csv }

struct PaceValues: Sendable, Equatable {
  var concurrency = 8
  var timeout = Duration.seconds(60)
  var rate: Int?
}

struct DeleteValues: Sendable, Equatable {
  var pace = PaceValues()
  var idsFile: String?
  var folder: String?
  var provider: String?
  var format = Format.table
  var maps: [String] = []
  var prefix: String?
  var quiet = false
  var verbose = false
}

enum Sample {
  static let pace = OptionGroup<PaceValues>(
    "Pace",
    [
      .integer(
        "concurrency", short: "c", "N", 1...256, .set(\.concurrency), "requests in flight",
        discussion: "How many requests are in flight at once. See {--timeout}.", default: "8"),
      .time(
        "timeout", "TIME", .seconds(1)...Duration.seconds(3600), .set(\.timeout),
        "the longest that one request may take", variable: "TOOL_TIMEOUT", default: "60s"),
      .value(
        "rate", "N/s", expects: "a rate such as 10/s", .set(\.rate), "never faster than this"
      ) { text in text.hasSuffix("/s") ? Int(text.dropLast(2)) : nil },
    ])

  static let input = OptionGroup<DeleteValues>(
    "Input",
    [
      .file(
        "ids-file", short: "f", "FILE", .set(\.idsFile),
        "read IDs from a file; - is standard input",
        discussion: "The file to read IDs from.\n\n`-' is standard input [not \\ a file]."),
      .folder("folder", "FOLDER", .set(\.folder), "where the files are"),
      .choice(
        "provider", short: "p", "NAME", among: [Choice("dub", "Dub's links"), "hoko", "shortpen"],
        .set(\.provider), "whose links they are", variable: "TOOL_PROVIDER"),
      .text("map", "FIELD=COLUMN", .append(\.maps), "take a field from a column"),
      .optionalText(
        "assign-id", short: "a", "PREFIX", bare: "row-", .set(\.prefix), "give rows an ID"),
    ])

  static let output = OptionGroup<DeleteValues>(
    "Output",
    [
      .choice("output", short: "o", "FORMAT", .set(\.format), "how results look", default: "table"),
      .flag("json", .set(\.format), to: .json, "the same as {--output} json"),
      .flag("quiet", short: "q", .set(\.quiet), "no summary"),
      .flag("verbose", short: "v", .set(\.verbose), "a line a request: it's [long]"),
    ])

  static let exits = [
    Definition("0", "every row is done"), Definition("2", "the command line is wrong"),
  ]

  static let delete = CommandSpec(
    "delete", summary: "delete links by ID",
    discussion: "Delete links, given by ID.\n\n.Dots and 'quotes' begin lines. Use {--ids-file}.",
    operand: .any("ID"), defaults: DeleteValues(),
    groups: [input, pace.lifted(to: \.pace), output],
    examples: [
      Example("Delete the links of a file", "tool delete -p dub --ids-file ids.txt"),
      Example(
        "Delete what another command lists",
        "printf '%s\\n' a b | TOOL_PROVIDER=dub tool delete -f - --json > out.json"),
    ],
    exitStatuses: exits, variables: [Definition("TOOL_KEY", "the key; see {--provider}")],
    files: [Definition("~/.config/tool.json", "profiles")])

  struct CompletionsValues: Sendable, Equatable {}

  static let completions = CommandSpec(
    "completions", otherNames: ["init"], summary: "print completions for a shell",
    operand: .one("SHELL", shells),
    defaults: CompletionsValues(),
    examples: [
      Example("Load them in bash", "source <(tool completions bash)"),
      Example("Keep them for fish", "tool completions fish > ~/.config/fish/completions/tool.fish"),
    ], exitStatuses: exits)

  static let shells = ValueKind.choice(["bash", "zsh", "fish"])

  static let program = ProgramSpec(
    name: "tool", version: "1.2.3", date: "2026-01-31", summary: "change links in bulk",
    discussion: "It changes links in bulk.",
    commands: [NamedCommand(delete.description), NamedCommand(completions.description)])

  struct BoxValues: Sendable, Equatable {
    var port: Int?
    var isQuiet = false
  }

  static let boxCommand = CommandSpec(
    "box-run", summary: "run a command in a box", discussion: "Runs COMMAND.",
    operand: .commandLine(), defaults: BoxValues(),
    groups: [
      OptionGroup(
        "Server",
        [
          .integer("port", "N", 0...65535, .set(\.port), "the port to listen on"),
          .flag("quiet", short: "q", .set(\.isQuiet), "say nothing"),
        ])
    ],
    examples: [
      Example("Run a command", "box-run --port 80 -- tool delete -q 1"),
      Example("Stay", "box-run"),
    ], exitStatuses: [Definition("0", "it went well")])

  static let box = ProgramSpec(
    version: "0.1", date: "2026-01-31", command: boxCommand.description)
}

extension Sample {
  /// Texts that mean something to roff or to a shell.
  static let hostileTexts = [
    #".so /etc/passwd"#, #"'br \fBx\fR \n(.x"#, #"it's "$(touch ran)" `touch ran` $HOME; \ é"#,
    #"[a]: b:c {x} <y> | & * ? ~ # %"#,
  ]

  struct HostileValues: Sendable, Equatable { var value: String? }

  /// A program whose words try to become something else.
  static let hostile = ProgramSpec(
    version: "1", date: "2026-01-31",
    command: CommandSpec(
      "hostile", summary: hostileTexts[2], discussion: hostileTexts.joined(separator: "\n\n"),
      operand: .any("FI:LE'S", .file), defaults: HostileValues(),
      groups: [
        OptionGroup(
          hostileTexts[1],
          hostileTexts.enumerated().map { index, text in
            .choice(
              "option-\(index)", "A:B'[C]", among: [Choice("one", text), "two"],
              .set(\.value), text, variable: "V\(index)")
          })
      ],
      exitStatuses: [Definition(".0", hostileTexts[0])]
    ).description)
}

extension ProgramSpec: CustomTestStringConvertible {
  package var testDescription: String { name }
}
