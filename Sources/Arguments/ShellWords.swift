// Takes a shell line apart as far as the self-check of examples needs it: words, quotes, pipes,
// redirections. It runs and expands nothing.

/// The simple commands of a shell line.
struct ShellWords {
  private var commands: [[String]] = []
  private var words: [String] = []
  private var word: String?
  private var quote: Character?
  private var isEscaped = false
  /// Whether the next word is the target of a redirection and no argument.
  private var isTarget = false

  /// The words of each command, or `nil` where a quote is not closed.
  static func commands(in line: String) -> [[String]]? {
    var shell = ShellWords()
    for character in line { shell.take(character) }
    guard shell.quote == nil, !shell.isEscaped else { return nil }
    shell.endCommand()
    return shell.commands
  }

  private mutating func take(_ character: Character) {
    if isEscaped {
      isEscaped = false
      // A newline after a backslash joins lines.
      if character != "\n" { append(character) }
    } else if character == "\\", quote != "'" {
      isEscaped = true
    } else if let quote {
      if character == quote { self.quote = nil } else { append(character) }
    } else {
      takeUnquoted(character)
    }
  }

  private mutating func takeUnquoted(_ character: Character) {
    switch character {
    case "'", "\"":
      quote = character
      word = word ?? ""
    case " ", "\t": endWord()
    case "<", ">":
      // In `2>file` the digit is no word.
      if let word, !word.isEmpty, word.allSatisfy(\.isNumber) { self.word = nil }
      endWord()
      isTarget = true
    case "&" where isTarget && word == nil: break
    case "|", "&", ";", "(", ")", "\n": endCommand()
    default: append(character)
    }
  }

  private mutating func append(_ character: Character) {
    word = (word ?? "") + String(character)
  }

  private mutating func endWord() {
    guard let word else { return }
    if !isTarget { words.append(word) }
    isTarget = false
    self.word = nil
  }

  private mutating func endCommand() {
    endWord()
    isTarget = false
    if !words.isEmpty { commands.append(words) }
    words = []
  }
}
