// What a person would see of the bytes that a program writes to a terminal.

/// A terminal's screen, scrolled-out lines included, as xterm and its like draw it; a character is a byte.
///
/// Made narrower, it breaks lines anew, as most terminals do, and the cursor stays where it was in the text.
package struct Screen {
  private struct Row {
    var bytes: [UInt8] = []
    /// Whether the text goes on in the next row because this one was full.
    var goesOn = false
  }

  package private(set) var columns: Int
  private var rows = [Row()]
  private var row = 0
  private var column = 0
  private var sequence: [UInt8] = []
  /// Every line that was erased or overwritten, which is what progress lines are.
  package private(set) var drawn: [String] = []
  /// Control characters and sequences that nothing here should need.
  package private(set) var surprises: [String] = []
  /// Whether any colour was set.
  package private(set) var hasColor = false

  package init(columns: Int) { self.columns = columns }

  /// The lines, each as long as it was written, without trailing blanks; empty ones at the end are left out.
  package var lines: [String] {
    var lines = logicalLines.map { Self.text(of: $0) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  /// Gives the screen another width.
  package mutating func resize(columns: Int) {
    var (line, offset) = (0, column)
    for before in rows[..<row] {
      if before.goesOn {
        offset += before.bytes.count
      } else {
        (line, offset) = (line + 1, column)
      }
    }
    let texts = logicalLines
    self.columns = columns
    rows = []
    for (index, text) in texts.enumerated() {
      if index == line {
        row = rows.count + offset / columns
        column = offset % columns
      }
      append(text)
    }
    while row >= rows.count { rows.append(Row()) }
  }

  private mutating func append(_ text: [UInt8]) {
    var rest = text[...]
    while rest.count > columns {
      rows.append(Row(bytes: Array(rest.prefix(columns)), goesOn: true))
      rest = rest.dropFirst(columns)
    }
    rows.append(Row(bytes: Array(rest)))
  }

  private var logicalLines: [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    for row in rows {
      lines[lines.count - 1] += row.bytes
      if !row.goesOn { lines.append([]) }
    }
    return lines.dropLast()
  }

  private static func text(of bytes: [UInt8]) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension Screen {
  private mutating func feed(_ byte: UInt8) {
    if !sequence.isEmpty { return escape(byte) }
    switch byte {
    case 0x1B: sequence = [byte]
    case UInt8(ascii: "\r"):
      note()
      column = 0
    case UInt8(ascii: "\n"): down(goesOn: false)
    case 0x20...0xFF where byte != 0x7F: put(byte)
    default: surprises.append("\\x" + String(byte, radix: 16))
    }
  }

  /// Remembers the text of the line that the cursor is about to leave for its beginning.
  private mutating func note() {
    let text = Self.text(of: rows[row].bytes)
    if !text.isEmpty, drawn.last != text { drawn.append(text) }
  }

  private mutating func put(_ byte: UInt8) {
    if column == columns {
      down(goesOn: true)
      column = 0
    }
    while rows[row].bytes.count <= column { rows[row].bytes.append(UInt8(ascii: " ")) }
    rows[row].bytes[column] = byte
    column += 1
  }

  private mutating func down(goesOn: Bool) {
    rows[row].goesOn = goesOn
    row += 1
    if row == rows.count { rows.append(Row()) }
  }

  private mutating func escape(_ byte: UInt8) {
    sequence.append(byte)
    guard sequence.count > 2, (0x40...0x7E).contains(byte) || sequence.count > 16 else { return }
    let text = String(decoding: sequence.dropFirst(), as: UTF8.self)
    sequence = []
    switch text {
    case "[J":
      rows[row].bytes.removeLast(max(0, rows[row].bytes.count - column))
      rows[row].goesOn = false
      rows.removeLast(rows.count - row - 1)
    case _ where text.hasSuffix("m"): hasColor = true
    default: surprises.append(text)
    }
  }
}
