// Small tables of texts that are known as a whole, for reports.

import Arguments

enum AlignedText {
  /// Rows in columns two blanks apart, each line indented and ended; what others sent is made harmless.
  ///
  /// The last column is not padded.
  static func lines(_ rows: [[String]], indent: Int = 0) -> String {
    let rows = rows.map { $0.map(HarmlessText.escaped) }
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], DisplayWidth.of(cell))
      }
    }
    return rows.map { line($0, widths, indent) }.joined()
  }

  private static func line(_ row: [String], _ widths: [Int], _ indent: Int) -> String {
    var line = String(repeating: " ", count: indent)
    for (cell, width) in zip(row, widths) {
      line += cell + String(repeating: " ", count: max(0, width - DisplayWidth.of(cell)) + 2)
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line + "\n"
  }
}
