// How text stands in a completion script: always quoted, so that no word of the table is ever run.

/// Quotes texts for completion scripts.
enum ShellText {
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
