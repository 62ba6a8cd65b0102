// The man page as source, and as groff and mandoc read it.

import TestSupport
import Testing

@testable import Arguments

@Suite(.inTurn) struct ManPageTests {
  static let programs = [Sample.program, Sample.box, Sample.hostile]

  @Test("the sections come in the order that readers know")
  func sections() throws {
    let lines = try ManPage.text(of: Sample.program).split(separator: "\n")
    #expect(lines.first == #".TH "TOOL" 1 2026-01-31 "tool 1.2.3" "User Commands""#)
    #expect(
      lines.filter { $0.hasPrefix(".SH ") } == [
        #".SH "NAME""#, #".SH "SYNOPSIS""#, #".SH "DESCRIPTION""#, #".SH "COMMANDS""#,
        #".SH "OPTIONS""#, #".SH "EXIT STATUS""#, #".SH "ENVIRONMENT""#, #".SH "FILES""#,
        #".SH "EXAMPLES""#,
      ])
    #expect(
      lines.filter { $0.hasPrefix(".SS ") } == [
        #".SS "Input""#, #".SS "Pace""#, #".SS "Output""#, #".SS "Help""#,
      ])
  }

  @Test("a program without commands has no section of commands")
  func ownCommand() throws {
    let text = try ManPage.text(of: Sample.box)
    #expect(!text.contains("COMMANDS"))
    #expect(text.contains("\\fBbox\\-run\\fR [\\fIOPTION\\fR...] [\\-\\- \\fICOMMAND\\fR...]\n"))
  }

  @Test("options, definitions and examples come out as typed")
  func parts() throws {
    let text = try ManPage.text(of: Sample.program)
    for part in [
      "\\fBtool delete\\fR [\\fIOPTION\\fR...] [\\fIID\\fR...]\n.br\n",
      ".SS \"Input\"\nThese are options of delete.\n.TP\n",
      "\\fB\\-f\\fR, \\fB\\-\\-ids\\-file\\fR \\fIFILE\\fR\nThe file to read IDs from.\n.IP\n",
      "\\(ga\\-\\(aq is standard input [not \\(rs a file].\n",
      "\\fB\\-\\-assign\\-id\\fR[=\\fIPREFIX\\fR]\n",
      "\n\\&.Dots and \\(aqquotes\\(aq begin lines. Use \\fB\\-\\-ids\\-file\\fR.\n",
      "printf \\(aq%s\\(rsn\\(aq a b | TOOL_PROVIDER=dub tool delete \\-f \\- \\-\\-json > out.json\n",
      ".TP\n\\fBTOOL_KEY\\fR\nthe key; see \\fB\\-\\-provider\\fR\n",
      "\\fB\\(ti/.config/tool.json\\fR\n",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("an option that another command has too says whose it is, where not all have it")
  func shared() throws {
    var program = Sample.program
    program.commands[1].groups = [
      CommandDescription.Group(
        heading: "Output", options: [try #require(program.commands[0].groups.last?.options.last)])
    ]
    let text = try ManPage.text(of: program)
    #expect(text.contains("This is an option of delete. Takes table, json"))
    #expect(text.components(of: "\\fB\\-\\-verbose\\fR") == 1)
    #expect(!text.contains("These are options of delete, completions"))
  }

  @Test("text can never become a macro or an escape", arguments: programs)
  func harmless(program: ProgramSpec) throws {
    let macros = ["TH", "SH", "SS", "PP", "TP", "IP", "br", "RS", "RE", "EX", "EE"]
    for line in try ManPage.text(of: program).split(separator: "\n") {
      #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line)")
      #expect(!line.hasPrefix("'"), "\(line)")
      if line.hasPrefix(".") {
        let name = line.dropFirst().prefix { $0 != " " }
        #expect(macros.contains(String(name)), "\(line)")
      }
    }
  }

  @Test("made twice, the page is the same twice")
  func reproducible() throws {
    #expect(try ManPage.text(of: Sample.program) == ManPage.text(of: Sample.program))
  }

  @Test(
    "groff has nothing to say about the page",
    .enabled(if: Tool.isExpected("groff"), "groff is not installed"), arguments: programs)
  func groff(program: ProgramSpec) async throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(try ManPage.text(of: program), to: "page.1")
    let groff = try #require(Tool("groff"), "groff is not installed")
    let result = try await groff.run("-man", "-ww", "-z", file, in: folder)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output == "")
  }

  @Test(
    "mandoc has nothing to say about the page",
    .enabled(if: Tool.isExpected("mandoc"), "mandoc is not installed"), arguments: programs)
  func mandoc(program: ProgramSpec) async throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(try ManPage.text(of: program), to: "page.1")
    let mandoc = try #require(Tool("mandoc"), "mandoc is not installed")
    let result = try await mandoc.run("-T", "lint", "-W", "warning", file, in: folder)
    #expect(result.status == 0)
    #expect(result.errors + result.output == "")
  }

  @Test(
    "what mandoc shows is what was written",
    .enabled(if: Tool.isExpected("mandoc"), "mandoc is not installed"))
  func shown() async throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write(try ManPage.text(of: Sample.hostile), to: "page.1")
    let mandoc = try #require(Tool("mandoc"), "mandoc is not installed")
    let result = try await mandoc.run("-T", "utf8", "-O", "width=200", file, in: folder)
    let plain = result.output.replacing(/.\u{8}/, with: "")
    for text in Sample.hostileTexts {
      #expect(plain.contains(text), "\(text)")
    }
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
