// The first line by which Excel tells, and is told, what separates the cells of a file: `sep=;`.

/// Such a line.
struct SeparatorLine: Sendable {
  let delimiter: UInt8
  /// The line with its end.
  let text: [UInt8]

  /// Understands a line: in any case, in quotes or not, and with the empty cells behind it that a program
  /// writes that took it for a row.
  init?(_ line: Span<UInt8>, text: [UInt8]) {
    let word = "sep="
    let start = line.count > 0 && line[0] == .quote ? 1 : 0
    guard start + word.utf8.count < line.count,
      line.extracting(start..<start + word.utf8.count).equals(word, ignoringCase: true)
    else { return nil }
    let place = start + word.utf8.count
    let delimiter = line[place]
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(delimiter | 0x20)
    guard delimiter < 0x80, delimiter != .quote, !delimiter.isDigit, !isLetter else { return nil }
    var end = place + 1
    if start == 1 {
      guard end < line.count, line[end] == .quote else { return nil }
      end += 1
    }
    guard line.isBlank(end..<line.count, besides: delimiter) else { return nil }
    self.delimiter = delimiter
    self.text = text
  }
}

extension TextWindow {
  /// Takes a first line that names the delimiter off the front of a window on which nothing was read yet.
  mutating func takeSeparatorLine() throws(InputError) -> SeparatorLine? {
    while bytes.count < 2, try more() {}
    // Nearly every file is told by its first bytes, so that a first line of any length is not looked for.
    let begins = bytes.prefix(2).map { $0 | 0x20 }
    guard begins == [UInt8(ascii: "s"), UInt8(ascii: "e")] || bytes.first == .quote else {
      return nil
    }
    var lines = LineReader(self)
    guard let line = try lines.next(), !line.isTooLong else { return nil }
    let span = lines.window.bytes.span.extracting(line.range)
    guard let separator = SeparatorLine(span, text: lines.window.text ?? []) else { return nil }
    self = lines.window
    return separator
  }
}

extension InputOptions {
  /// What separates the cells of a file, as far as it is said: by the person, by the file's first line, which
  /// is taken off, or by the format.
  func delimiter(
    of format: InputFormat, in window: inout TextWindow
  ) throws(InputError) -> UInt8? {
    let line = try window.takeSeparatorLine()
    return delimiter ?? line?.delimiter ?? (format == .tsv ? UInt8(ascii: "\t") : nil)
  }
}
