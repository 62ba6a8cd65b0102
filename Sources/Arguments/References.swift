// Descriptions refer to options as `{--name}`. A reference to an option that does not exist is an
// error of the table and never reaches a reader.

/// A description refers to an option that there is not.
package struct UnknownReference: Error, Equatable, Sendable {
  /// The reference as it is written, without braces.
  package let name: String
}

/// Reads descriptions in which options of a command, or of all commands, may be named.
struct References {
  /// A stretch of a description.
  enum Piece: Equatable {
    case text(String)
    /// An option with its dashes.
    case option(String)
  }

  private let known: Set<String>

  init(to options: [OptionDescription]) {
    known = Set((options + OptionDescription.builtIn).map(\.name))
  }

  /// The description in pieces.
  func pieces(of text: String) throws(UnknownReference) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let (before, after) = Self.split(rest, at: "{--") {
      guard let (name, following) = Self.split(after, at: "}") else {
        throw UnknownReference(name: "--" + after)
      }
      guard known.contains("--" + name) else { throw UnknownReference(name: "--" + name) }
      if !before.isEmpty { pieces.append(.text(String(before))) }
      pieces.append(.option("--" + name))
      rest = following
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  /// The description with every reference as the option is typed.
  func plain(_ text: String) throws(UnknownReference) -> String {
    var result = ""
    for piece in try pieces(of: text) {
      switch piece {
      case .text(let text), .option(let text): result += text
      }
    }
    return result
  }

  /// The paragraphs of a description: what blank lines divide, each on one line.
  static func paragraphs(of text: String) -> [String] {
    var paragraphs: [String] = []
    var current: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !line.allSatisfy({ $0.isWhitespace }) {
        current.append(line)
      } else if !current.isEmpty {
        paragraphs.append(current.joined(separator: " "))
        current = []
      }
    }
    return current.isEmpty ? paragraphs : paragraphs + [current.joined(separator: " ")]
  }

  private static func split(
    _ text: Substring, at mark: String
  ) -> (before: Substring, after: Substring)? {
    var start = text.startIndex
    while start < text.endIndex {
      let rest = text[start...]
      if rest.hasPrefix(mark) { return (text[..<start], rest.dropFirst(mark.count)) }
      start = text.index(after: start)
    }
    return nil
  }
}
