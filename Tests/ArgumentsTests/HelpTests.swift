// Help as text: what is in it, in which order, how wide.

import Testing

@testable import Arguments

@Suite struct HelpTests {
  static let pages: [(program: ProgramSpec, command: String?)] = [
    (Sample.program, nil), (Sample.program, "delete"), (Sample.program, "completions"),
    (Sample.box, nil), (Sample.hostile, nil),
  ]

  @Test("no line but an example is wider than the page", arguments: [40, 41, 60, 80, 100])
  func width(width: Int) throws {
    for page in Self.pages {
      let short = try ShortHelp.text(of: page.program, command: page.command, width: width)
      let full = try FullHelp.text(of: page.program, command: page.command, width: width)
      for line in (short + full).split(separator: "\n") where !line.hasPrefix("    $ ") {
        #expect(line.count <= width, "\(line)")
      }
    }
  }

  @Test("a width that nobody can read is not followed", arguments: [(-1, 40), (7, 40), (999, 100)])
  func clamped(asked: Int, taken: Int) throws {
    let program = Sample.program
    #expect(
      try FullHelp.text(of: program, command: "delete", width: asked)
        == FullHelp.text(of: program, command: "delete", width: taken))
  }

  @Test("short help has a line an option, in columns")
  func short() throws {
    #expect(
      try ShortHelp.text(of: Sample.program, command: "delete") == """
        Delete links by ID.

        Usage: tool delete [OPTION…] [ID…]

        Input:
          -f, --ids-file FILE       read IDs from a file; - is standard input
              --folder FOLDER       where the files are
          -p, --provider NAME       whose links they are
              --map FIELD=COLUMN    take a field from a column
          -a, --assign-id[=PREFIX]  give rows an ID

        Pace:
          -c, --concurrency N       requests in flight (default: 8)
              --timeout TIME        the longest that one request may take (default: 60s)
              --rate N/s            never faster than this

        Output:
          -o, --output FORMAT       how results look (default: table)
              --json                the same as --output json
          -q, --quiet               no summary
          -v, --verbose             a line a request: it's [long]

        "tool delete --help" tells more and begins with examples.

        """)
  }

  @Test("short help leaves out what few people need, and defaults that do not fit on the line")
  func rare() throws {
    struct Values: Sendable { var text = "" }
    let long = String(repeating: "x", count: 60)
    let command = CommandSpec(
      "tool", summary: "do it", defaults: Values(),
      groups: [
        OptionGroup(
          "Often",
          [.text("often", "TEXT", .set(\.text), "what is often needed", default: long)]),
        OptionGroup("Rare", [.text("rare", "TEXT", .set(\.text), "what is not")]).rare(),
      ])
    let program = ProgramSpec(version: "1", date: "2026-01-01", command: command.description)
    let short = try ShortHelp.text(of: program)
    #expect(short.contains("what is often needed\n") && !short.contains(long))
    #expect(!short.contains("rare") && !short.contains("Rare"))
    #expect(short.hasSuffix("\"tool --help\" tells of 1 more option, and begins with examples.\n"))
    let full = try FullHelp.text(of: program)
    #expect(full.contains("--rare") && full.contains(long))
  }

  @Test("help of the program lists its commands")
  func program() throws {
    #expect(
      try ShortHelp.text(of: Sample.program) == """
        Change links in bulk.

        Usage: tool COMMAND [OPTION…] [ARGUMENT…]

        Commands:
          delete       delete links by ID
          completions  print completions for a shell

        Help:
          -h, --help     -h is this overview, --help tells all
              --version  show the version

        "tool COMMAND -h" shows the options of a command.

        """)
  }

  @Test("full help begins with examples and tells everything")
  func full() throws {
    let text = try FullHelp.text(of: Sample.program, command: "delete")
    let parts = [
      "tool delete: delete links by ID\n", "Usage: tool delete [OPTION…] [ID…]\n", "Examples:\n",
      "  Delete the links of a file.\n    $ tool delete -p dub --ids-file ids.txt\n",
      "\nDelete links, given by ID.\n\n.Dots and 'quotes' begin lines. Use --ids-file.\n",
      "Input:\n  -f, --ids-file FILE\n      The file to read IDs from.\n\n      `-' is standard input",
      "  -p, --provider NAME\n      Whose links they are.\n"
        + "      Takes dub, hoko or shortpen. Environment: TOOL_PROVIDER.\n",
      "  --map FIELD=COLUMN\n      Take a field from a column.\n      May be given more than once.\n",
      "  -a, --assign-id[=PREFIX]\n", "Takes a whole number from 1 to 256. Default: 8.\n",
      "  --rate N/s\n      Never faster than this.\n      Takes a rate such as 10/s.\n",
      "Exit status:\n  0  every row is done\n  2  the command line is wrong\n",
      "Environment:\n  TOOL_KEY       the key; see --provider\n",
      "  TOOL_PROVIDER  read where --provider is not given\n",
      "Files:\n  ~/.config/tool.json  profiles\n",
    ]
    var rest = text[...]
    for part in parts {
      let found = try #require(rest.firstRange(of: part), "missing, or out of order: \(part)")
      rest = rest[found.upperBound...]
    }
  }

  @Test("help of a program without commands is that of its own command")
  func ownCommand() throws {
    #expect(try ShortHelp.text(of: Sample.box).contains("Usage: box-run [OPTION…] [-- COMMAND…]\n"))
    #expect(try FullHelp.text(of: Sample.box).contains("    $ box-run --port 80 -- tool delete"))
  }

  @Test("a text that refers to an option which there is not is refused everywhere")
  func unknownReference() {
    var program = Sample.program
    program.commands[0].groups[0].options[0].summary = "see {--nowhere}"
    program.commands[0].groups[0].options[0].discussion = "see {--nowhere}"
    let expected = UnknownReference(name: "--nowhere")
    #expect(throws: expected) { try ShortHelp.text(of: program, command: "delete") }
    #expect(throws: expected) { try FullHelp.text(of: program, command: "delete") }
    #expect(throws: expected) { try ManPage.text(of: program) }
    #expect(throws: expected) { try ZshCompletion.text(of: program) }
    #expect(throws: expected) { try FishCompletion.text(of: program) }
  }

  @Test(
    "references are found in braces with dashes, and nowhere else",
    arguments: [
      ("see {--help}, {--x}", "see --help, --x"), ("{} {a} {-h} --y", "{} {a} {-h} --y"),
      ("", ""), ("{--x}{--x}", "--x--x"), ("}{", "}{"),
    ])
  func references(text: String, plain: String) throws {
    let references = References(to: [OptionDescription(long: "x", summary: "x")])
    #expect(try references.plain(text) == plain)
  }

  @Test("a reference that is not closed is refused", arguments: ["{--x", "a {--", "{--x }"])
  func openReference(text: String) {
    let references = References(to: [OptionDescription(long: "x", summary: "x")])
    #expect(throws: UnknownReference.self) { try references.plain(text) }
  }

  @Test(
    "text is broken at spaces, and long words where they must be",
    arguments: [
      ("a bb  ccc", 4, ["a bb", "ccc"]), ("abcdefg h", 3, ["abc", "def", "g h"]), ("", 5, []),
      ("ab", 0, ["a", "b"]),
    ])
  func wrap(text: String, width: Int, lines: [String]) {
    #expect(TextWrap.lines(of: text, width: width) == lines)
  }

  @Test("long words stay whole where they have to")
  func wholeWords() {
    #expect(TextWrap.lines(of: "a abcdef g", width: 3, breaksWords: false) == ["a", "abcdef", "g"])
  }
}
