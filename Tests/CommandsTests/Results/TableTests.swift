import Bulk
import Providers
import Testing

@testable import Commands

@Suite struct TableTests {
  private func table(
    _ results: [RowResult], page: Page, longestID: Int = 31
  ) -> [Substring] {
    var format = TableFormat(page)
    var text: [UInt8] = []
    format.begin(
      ResultHeading(
        operation: "delete", provider: "dub", rows: results.count, longestID: longestID),
      into: &text)
    for result in results { format.add(result, into: &text) }
    format.end(Tally(), into: &text)
    return String(decoding: text, as: UTF8.self).split(separator: "\n")
  }

  private func terminal(_ width: Int?, colored: Bool = false) -> Page {
    Page(isTerminal: true, width: width, palette: Palette(isColored: colored))
  }

  private static let results = [
    RowResult(row: 1, id: "link_01HK153X01XJ4G4Q6111T3JR8Y", outcome: .deleted, attempts: 1),
    RowResult(
      row: 2, id: "ext_短縮リンク",
      outcome: Outcome(
        .failed, Refusal("conflict", "鍵 🔑 is taken 👨‍👩‍👧 e\u{301} – choose another one, please")),
      attempts: 1),
    RowResult(
      row: 3, id: "ext_🇩🇪", outcome: Outcome(.invalid, Refusal("bad", "no")), attempts: 0),
  ]

  @Test("in a file or pipe nothing is cut and nothing is coloured")
  func file() {
    let lines = table(Self.results, page: .file)
    #expect(lines.count == 4 && lines[0].hasPrefix("ROW  STATUS         ID"))
    #expect(lines[2].hasSuffix("choose another one, please"))
    #expect(!lines.joined().contains("\u{1B}"))
  }

  @Test("details stand below each other by the columns they take")
  func aligned() throws {
    for page in [.file, terminal(100)] {
      let lines = table(Self.results, page: page)
      let places = try zip(lines.filter { !$0.contains("deleted") }, ["DETAIL", "conflict", "bad"])
        .map { line, word in
          DisplayWidth.of(line[..<(try #require(line.firstRange(of: word)).lowerBound)])
        }
      #expect(Set(places) == [53])
    }
  }

  @Test("no line is wider than the terminal, however narrow that is")
  func fits() {
    for width in 1...160 {
      let lines = table(Self.results, page: terminal(width))
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(lines)")
    }
    let lines = table(Self.results, page: terminal(80))
    #expect(lines[1].hasSuffix("link_01HK153X01XJ4G4Q6111T3JR8Y"))
    #expect(lines[2].hasSuffix("…"))
    #expect(table(Self.results, page: terminal(60))[1].hasSuffix("link_01HK153X…"))
    #expect(table(Self.results, page: terminal(nil))[2].hasSuffix("please"))
  }

  @Test("a terminal that changes its width changes the lines to come")
  func resized() {
    var format = TableFormat(terminal(100))
    var text: [UInt8] = []
    format.begin(
      ResultHeading(operation: "delete", provider: "dub", rows: 2, longestID: 31), into: &text)
    format.fit(terminal(40))
    text = []
    for result in Self.results { format.add(result, into: &text) }
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
      #expect(DisplayWidth.of(line) <= 40)
    }
  }

  @Test("the status has its colour, and colours change nothing else")
  func colors() {
    let plain = table(Self.results, page: terminal(80))
    let colored = table(Self.results, page: terminal(80, colored: true))
    #expect(
      colored.map { String($0).replacing(/\u{1B}\[[0-9]+m/, with: "") } == plain.map(String.init))
    #expect(colored[1].contains("\u{1B}[32mdeleted\u{1B}[0m"))
    #expect(colored[2].contains("\u{1B}[31mfailed\u{1B}[0m"))
  }

  @Test("what a provider says can neither move the cursor nor turn or hide the text")
  func hostile() {
    let message =
      "\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\r\n\u{202E}gnp\u{2066}\u{200B}\u{FEFF}\u{E0041}x\u{301}\u{8}"
    let results = [
      RowResult(
        row: 1, id: "a\u{1B}[A", outcome: Outcome(.failed, Refusal("c\u{0}", message)), attempts: 1)
    ]
    for page in [.file, terminal(nil)] {
      let line = table(results, page: page).dropFirst().joined(separator: "|")
      #expect(
        line.unicodeScalars.allSatisfy { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: false
          default: true
          }
        })
      #expect(
        line.contains(#"\u{1B}[2J\u{9B}31m\r\n\u{202E}gnp\u{2066}"#) && line.contains("x\u{301}"))
    }
  }

  @Test("rows that were not reached are one line on a terminal, and a line each elsewhere")
  func notReached() {
    let results = (1...3).map { RowResult(row: $0, id: "a", outcome: .notAttempted, attempts: 0) }
    #expect(table(results, page: terminal(80)).last == "3 rows not attempted")
    #expect(table(Array(results.prefix(1)), page: terminal(80)).last == "1 row not attempted")
    #expect(table(results, page: .file).count == 4)
  }
}
