// Lays out help for a terminal: headings, wrapped paragraphs, two-column tables. Only examples may
// be wider than the page, since breaking a command line would change it.

/// A page of plain text that grows downwards.
struct HelpPage {
  private static let widths = 40...100

  private(set) var text = ""
  private let width: Int
  private let references: References

  /// A page for a terminal of some columns; very narrow and very wide ones are not followed.
  init(width: Int, references: References) {
    self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    self.references = references
  }

  /// A heading, after a blank line.
  mutating func heading(_ text: String) { self.text += "\n\(text):\n" }

  mutating func blankLine() { text += "\n" }

  /// Paragraphs between blank lines.
  mutating func paragraphs(_ text: String, indent: Int = 0) throws(UnknownReference) {
    var isFirst = true
    for paragraph in References.paragraphs(of: text) {
      if !isFirst { blankLine() }
      isFirst = false
      let plain = try references.plain(paragraph)
      append(TextWrap.lines(of: plain, width: width - indent), indent: indent)
    }
  }

  /// Rows of a term and its meaning, in columns where the terms are short enough.
  ///
  /// The columns suit all terms of `columns`, so that tables of one page can be in line.
  mutating func table(
    _ rows: [(term: String, meaning: String)], columns: [String]? = nil
  ) throws(UnknownReference) {
    let column = column(for: columns ?? rows.map(\.term))
    for row in rows {
      let plain = try references.plain(row.meaning)
      var lines = TextWrap.lines(of: plain, width: width - column)
      let first = lines.isEmpty ? "" : lines.removeFirst()
      if row.term.count <= widestTerm {
        let space = String(repeating: " ", count: max(2, column - 2 - row.term.count))
        text += first.isEmpty ? "  \(row.term)\n" : "  \(row.term)\(space)\(first)\n"
      } else {
        append(TextWrap.lines(of: row.term, width: width - 2), indent: 2)
        append([first], indent: column)
      }
      append(lines, indent: column)
    }
  }

  /// The columns that a table with these terms leaves for a meaning.
  func meaningWidth(columns terms: [String]) -> Int { width - column(for: terms) }

  /// Longer terms stand on a line of their own.
  private var widestTerm: Int { min(28, width / 2) }

  /// Where meanings begin.
  private func column(for terms: [String]) -> Int {
    4 + (terms.map(\.count).filter { $0 <= widestTerm }.max() ?? 0)
  }

  /// Tasks, each with its command line.
  mutating func examples(_ examples: [Example]) throws(UnknownReference) {
    guard !examples.isEmpty else { return }
    heading("Examples")
    for example in examples {
      try paragraphs(example.task.asSentence, indent: 2)
      var prompt = "$ "
      for line in example.line.split(separator: "\n") {
        append([prompt + line], indent: 4)
        prompt = "  "
      }
    }
  }

  /// A table of definitions under a heading, if there are any.
  mutating func definitions(_ title: String, _ rows: [Definition]) throws(UnknownReference) {
    guard !rows.isEmpty else { return }
    heading(title)
    try table(rows.map { ($0.term, $0.meaning) })
  }

  private mutating func append(_ lines: [String], indent: Int) {
    for line in lines { text += String(repeating: " ", count: indent) + line + "\n" }
  }
}
