// Writes roff with the `man` macros. Every text goes through `escaped`, so no text can be taken for
// a macro or an escape, and dashes and quotes come out as typed, ready to be copied.

/// A man page that grows downwards.
struct Roff {
  private static let lineWidth = 78

  private(set) var text = ""
  private let references: References

  init(references: References) { self.references = references }

  /// The title line of a page in section 1.
  ///
  /// The date goes in as it is, since readers of the page take it apart.
  mutating func title(_ name: String, date: String, source: String) {
    let date = date.filter { $0.isASCII && $0.isNumber || $0 == "-" }
    text +=
      ".TH \"\(Self.escaped(name))\" 1 \(date) \"\(Self.escaped(source))\" \"User Commands\"\n"
  }

  /// A macro with arguments that are plain text, each in quotes.
  mutating func macro(_ name: String, _ arguments: String...) {
    text += "." + ([name] + arguments.map { "\"\(Self.escaped($0))\"" }).joined(separator: " ")
    text += "\n"
  }

  /// Text that is roff already, as a line of its own.
  mutating func line(_ roff: String) {
    text += (roff.utf8.first == UInt8(ascii: ".") ? "\\&" : "") + roff + "\n"
  }

  /// Paragraphs of a description, filled; the macro stands between them.
  mutating func paragraphs(
    _ text: String, separator: String = "PP"
  ) throws(UnknownReference) {
    var isFirst = true
    for paragraph in References.paragraphs(of: text) {
      if !isFirst { macro(separator) }
      isFirst = false
      var roff = ""
      for piece in try references.pieces(of: paragraph) {
        switch piece {
        case .text(let text): roff += Self.escaped(text)
        case .option(let name): roff += Self.bold(name)
        }
      }
      for wrapped in TextWrap.lines(of: roff, width: Self.lineWidth, breaksWords: false) {
        line(wrapped)
      }
    }
  }

  /// A tagged paragraph; the tag is roff, the text a description.
  mutating func tagged(_ tag: String, _ description: String) throws(UnknownReference) {
    macro("TP")
    line(tag)
    try paragraphs(description, separator: "IP")
  }

  /// Lines exactly as they are.
  mutating func literal(_ lines: String) {
    macro("EX")
    for text in lines.split(separator: "\n") { line(Self.escaped(String(text))) }
    macro("EE")
  }

  static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  /// Text such that roff prints it and nothing else.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\(rs"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\"": result += "\\(dq"
      case "…": result += "..."
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        let zeros = String(repeating: "0", count: max(0, 4 - hexadecimal.count))
        let isControl = scalar.properties.generalCategory == .control
        result += isControl ? " " : "\\[u\(zeros)\(hexadecimal)]"
      }
    }
    return result
  }
}
