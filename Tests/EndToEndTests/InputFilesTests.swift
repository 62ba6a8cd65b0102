import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Files as people have them, and results as input, with the real binary.
@Suite struct InputFilesTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func rehearsal(_ provider: SandboxProvider = .dub, links: Int = 5) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    return try Rehearsal(provider, options)
  }

  private func run(_ rehearsal: Rehearsal, _ arguments: [String]) async throws -> Tool.Run {
    try await rehearsal.linkctl.run(arguments, environment: rehearsal.environment)
  }

  /// A create from a file that is refused: all of these words are said, and nothing is sent.
  private func expectRefused(
    _ bytes: [UInt8], as name: String, _ words: [String],
    command: [String] = ["create", "--input"],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let rehearsal = try rehearsal()
    let path = try folder.write(bytes, to: name)
    let run = try await run(rehearsal, command + [path])
    #expect(run.status == 2 && rehearsal.counters.total() == 0, sourceLocation: sourceLocation)
    for word in words {
      #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test("a spreadsheet's leftovers are no rows, and its line for the delimiter is taken")
  func leftovers() async throws {
    let rehearsal = try rehearsal()
    let path = try folder.write(
      "\u{FEFF}sep=;\r\nurl;key\r\nhttps://e.org/1;a1\r\n;\r\n ; \r\nhttps://e.org/2;a2\r\n;\r\n",
      to: "rows.csv")
    let run = try await run(rehearsal, ["create", "--input", path, "-o", "csv"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(rehearsal.counters.created == 2 && run.lines.count == 3)
  }

  static let refused: [(String, String, [String])] = [
    (
      "url\n\u{200B}https://e.org\n", "rows.csv",
      ["rows.csv:2: ", "url ", "U+200B", #"\u{200B}https://e.org"#]
    ),
    ("url,key\nhttps://e.org,a\u{A0}\n", "rows.csv", ["rows.csv:2: ", "key ", "U+00A0"]),
    ("url\nhttps://e.org\n\u{FEFF}url\nhttps://e.org/2\n", "rows.csv", ["rows.csv:3: ", "U+FEFF"]),
    ("url,title\nhttps://e.org,a\u{0}b\n", "rows.csv", ["rows.csv:2: ", "U+0000"]),
    (#"[{"url":"https://e.org/\u0000"}]"#, "rows.json", ["rows.json:1: row 1: ", "U+0000"]),
    ("url\n“https://e.org”\n", "rows.csv", ["rows.csv:2: ", "U+201C", "curly"]),
    ("url\nhttps://exa mple.com/\n", "rows.csv", ["rows.csv:2: ", "not a valid URL", "exa mple"]),
    (
      "url,expiresAt\nhttps://e.org,01/02/2027\n", "rows.csv",
      ["rows.csv:2: ", "expiresAt", "2027-02-01"]
    ),
    (
      "url,coments,Owner\nhttps://e.org,x,y\n", "rows.csv",
      [
        "rows.csv:1: ", "\"coments\" (did you mean comments?)", "\"Owner\"",
        "--ignore-fields coments,Owner",
      ]
    ),
    ("url|key\nhttps://e.org|a\n", "rows.csv", ["--delimiter '|'"]),
    ("https://e.org/1,spring\nhttps://e.org/2,summer\n", "rows.csv", ["seems to be a row", "url"]),
    ("“url”,key\nhttps://e.org,a\n", "rows.csv", ["curly quotes"]),
    ("[{\"url\":\"https://e.org\"},{\"url\":7}]", "rows.json", ["rows.json:1: row 2: "]),
    ("{\"url\":\"https://e.org\"}\n\n{\"url\":7}\n", "rows.ndjson", ["rows.ndjson:3: row 2: "]),
    (
      "[{\"url\":\"https://e.org\"},\n{\"url\" 7}]", "rows.json",
      ["rows.json:2: row 2: ", "broken"]
    ),
    (
      "[{\"url\":\"https://e.org\",\"key\":\"a\"},{\"url\":\"https://e.org\",\"key\":\"a\"}]",
      "rows.json",
      ["rows.json:1: row 2: ", "row 1 too"]
    ),
  ]

  @Test("what cannot be meant is refused with place, value and what to do", arguments: refused)
  func refusedFile(text: String, name: String, words: [String]) async throws {
    try await expectRefused([UInt8](text.utf8), as: name, words)
  }

  @Test("a file that is no text is called what it is, with the line that converts it")
  func foreign() async throws {
    try await expectRefused([0x50, 0x4B, 3, 4, 20, 0], as: "rows.xlsx", [".xlsx", "CSV"])
    try await expectRefused(
      [0x50, 0x4B, 3, 4, 20, 0], as: "a.csv", [".xlsx"], command: ["delete", "--ids-file"])
    let wide = "url,key\nhttps://e.org,a\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    try await expectRefused(
      wide, as: "wide.csv", ["iconv -f UTF-16LE -t UTF-8 ", "wide.csv > ", "wide.utf8.csv"])
    let latin = [UInt8]("url,title\nhttps://e.org,caf".utf8) + [0xE9, 0x0A]
    try await expectRefused(
      latin, as: "latin.csv",
      ["latin.csv:2: ", "iconv -f WINDOWS-1252 -t UTF-8 ", "latin.utf8.csv"])
    try await expectRefused(
      [UInt8]("url,m\u{FC}nchen\n".utf16.map { UInt8(truncatingIfNeeded: $0) }), as: "head.csv",
      ["head.csv:1: ", "iconv -f WINDOWS-1252"])
    try await expectRefused(
      [UInt8]("link_01HK153X01XJ4G4Q6111T3JR8Y\nlink_2\n".utf8), as: "ids.csv", ["--format lines"],
      command: ["delete", "--ids-file"])
  }

  @Test("columns that nobody needs are left out, from CSV as from JSON")
  func selection() async throws {
    let rehearsal = try rehearsal()
    let csv = try folder.write("url,key,Owner,Cost\nhttps://e.org,a1,me,7\n", to: "rows.csv")
    let json = try folder.write(
      #"[{"url":"https://e.org","key":"b1","Owner":"me","Cost":7}]"#, to: "rows.json")
    for options in [["--ignore-fields", "Owner,Cost"], ["--only-fields=url,key"]] {
      let run = try await run(
        rehearsal, ["create", "--input", csv, "--input", json, "-n"] + options)
      #expect(run.status == 0, "\(run.errors)")
    }
    let wrong = try await run(rehearsal, ["create", "--input", csv, "--only-fields", "urll"])
    #expect(wrong.status == 2 && wrong.errors.contains("did you mean url?"), "\(wrong.errors)")
    let empty = try await run(rehearsal, ["create", "--input", csv, "--ignore-fields", "a,,b"])
    #expect(empty.status == 2 && rehearsal.counters.total() == 0)
  }

  @Test("several inputs are read in order, and what they leave is one file")
  func several() async throws {
    let rehearsal = try rehearsal(links: 3)
    let ids = rehearsal.ids(1...3)
    let first = try folder.write("\u{FEFF}id,x\r\n\(ids[0]),1\r\nlink_none1,2\r\n", to: "1.csv")
    let second = try folder.write("id,x\n\(ids[1]),3\nlink_none2,4\n", to: "2.csv")
    let left = folder.file("left.csv")
    let run = try await run(
      rehearsal,
      [
        "delete", "--ids-file", first, "--ids-file", second, "--verify", "-o", "ndjson",
        "--rejects",
        left,
      ])
    let results = try run.lines.map(LinkReport.init)
    #expect(results.map(\.row) == [1, 2, 3, 4], "\(run.errors)")
    #expect(results.map(\.status) == ["deleted", "not_found", "deleted", "not_found"])
    #expect(try folder.text(of: "left.csv") == "\u{FEFF}id,x\r\nlink_none1,2\r\nlink_none2,4\n")

    let other = try folder.write("key,id\na,\(ids[2])\n", to: "3.csv")
    for wrong in [
      ["--ids-file", first, "--ids-file", other, "--rejects", left],
      ["--ids-file", first, "--ids-file", second, "--rejects", second],
      ["--ids-file", "-", "--ids-file", "-"],
    ] {
      let run = try await self.run(rehearsal, ["delete"] + wrong)
      #expect(run.status == 2 && run.errors.contains("hint"), "\(run.errors)")
    }
    #expect(rehearsal.sandbox.linkCount(of: .dub) == 1)
    let bad = try folder.write("[\"a\",1.5]", to: "4.json")
    let place = try await self.run(rehearsal, ["delete", "--ids-file", other, "--ids-file", bad])
    #expect(place.errors.contains("4.json:1: row 2: "), "\(place.errors)")
  }

  @Test(
    "results that linkctl printed are input for the next command",
    arguments: ["json", "ndjson", "csv"])
  func results(format: String) async throws {
    let rehearsal = try rehearsal(links: 0)
    let rows = try folder.write("url,key\nhttps://e.org/1,a1\nhttps://e.org/2,a2\n", to: "rows.csv")
    let created = try await run(rehearsal, ["create", "--input", rows, "-o", format])
    #expect(created.status == 0, "\(created.errors)")
    let results = try folder.write(created.output, to: "created.\(format)")
    let updated = try await run(
      rehearsal, ["update", "--ids-file", results, "--set", "comments=x", "-o", format])
    #expect(updated.status == 0, "\(updated.errors)")
    let deleted = try await run(rehearsal, ["delete", "--ids-file", results, "-o", format])
    #expect(deleted.status == 0 && rehearsal.sandbox.linkCount(of: .dub) == 0, "\(deleted.errors)")
    let again = try await run(rehearsal, ["create", "--input", results])
    #expect(again.status == (format == "csv" ? 2 : 0), "\(again.errors)")
    #expect(rehearsal.sandbox.linkCount(of: .dub) == (format == "csv" ? 0 : 2))
    if format == "csv" { #expect(again.errors.contains("-o ndjson"), "\(again.errors)") }
  }

  private static let lists: [(SandboxProvider, String, String)] = [
    (.dub, "url,key\nhttps://e.org/1,a1\n", "https://"),
    (
      .hoko, "url,collectionId\nhttps://e.org/1,\(HokoCollection.first.id.text)\n",
      "https://hoko.to/"
    ),
    (.shortpen, "url,domain_id,custom_slug\nhttps://e.org/1,1,a1\n", "http"),
  ]

  @Test("CSV and tables show ID and short link, and else what names the row", arguments: 0..<3)
  func shown(index: Int) async throws {
    let (provider, text, link) = Self.lists[index]
    let rehearsal = try rehearsal(provider, links: 0)
    let path = try folder.write(text, to: "rows.csv")
    let run = try await run(rehearsal, ["create", "--input", path, "-o", "csv"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.first == "row,id,short_link,status,code,message,attempts,name")
    let made = try #require(rehearsal.sandbox.links(of: provider).first)
    // ShortPen's create does not answer with the ID.
    let id = provider == .shortpen ? "" : Rehearsal.id(of: made)
    let cells = try #require(run.lines.last).split(separator: ",", omittingEmptySubsequences: false)
    #expect(cells[1] == id && cells[2].hasPrefix(link) && cells[3] == "created", "\(run.output)")
    #expect(cells.last == (provider == .shortpen ? "a1" : ""))
    guard provider == .dub else { return }
    let table = try await self.run(rehearsal, ["create", "--input", path])
    #expect(table.lines.last?.contains(" a1 ") == true && table.status == 1, "\(table.output)")
    let failed = try await self.run(rehearsal, ["create", "--input", path, "-o", "csv"])
    #expect(failed.lines.last?.hasSuffix(",1,a1") == true, "\(failed.output)")
  }

  @Test("rows that a journal skips show the link that it knows")
  func skipped() async throws {
    let rehearsal = try rehearsal(links: 0)
    let rows = (1...30).map { "https://e.org/\($0),k\($0)\n" }
    let path = try folder.write("url,key\n" + rows.joined(), to: "rows.csv")
    let arguments = [
      "create", "--input", path, "--journal", folder.file("j"), "--batch-size", "7", "-o", "csv",
    ]
    let first = try await run(rehearsal, arguments)
    #expect(first.status == 0, "\(first.errors)")
    _ = try folder.write("url,key\n" + rows.reversed().joined(), to: "rows.csv")
    let second = try await run(rehearsal, arguments)
    #expect(second.status == 0 && rehearsal.counters.created == 30, "\(second.errors)")
    func links(_ run: Tool.Run) -> [[Substring]] {
      run.lines.dropFirst().map {
        Array($0.split(separator: ",", omittingEmptySubsequences: false)[1...2])
      }
    }
    #expect(links(second) == links(first).reversed())
    #expect(second.lines.dropFirst().allSatisfy { $0.contains(",skipped,") })
    #expect(links(first).allSatisfy { $0[0].hasPrefix("link_") && $0[1].hasPrefix("https://") })
  }
}
