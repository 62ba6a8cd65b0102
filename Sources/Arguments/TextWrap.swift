// Breaks text into lines at its spaces.

/// Fills lines with the words of a text.
package enum TextWrap {
  /// The words of a text in lines no wider than `width`.
  ///
  /// A word that is wider is broken, or stands alone where it must stay whole.
  package static func lines(of text: String, width: Int, breaksWords: Bool = true) -> [String] {
    let width = max(1, width)
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
      while breaksWords, line.count > width {
        lines.append(String(line.prefix(width)))
        line = String(line.dropFirst(width))
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
