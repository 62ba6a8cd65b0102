// How text stands in a shell's line or script: quoted, so that no word is ever run.

/// Quotes texts for shells.
package enum ShellText {
  /// Words as one would type them: quoted only where that is needed.
  package static func line(of words: [String]) -> String {
    words.map(word).joined(separator: " ")
  }

  /// A text as one word of a line that can be pasted.
  package static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
        || "-_./=:,%+@".utf8.contains($0)
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// A text in single quotes for bash and zsh.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// A text in single quotes for fish, where a backslash escapes inside them.
  static func quotedForFish(_ text: String) -> String {
    "'" + escaping(text, "\\'") + "'"
  }

  /// A text with a backslash before each of some characters.
  static func escaping(_ text: String, _ special: String) -> String {
    var result = ""
    for character in text {
      if special.contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  /// The name of a program's completion function.
  static func function(for program: String) -> String {
    "_" + program.map { $0 == "-" ? "_" : String($0) }.joined()
  }
}
