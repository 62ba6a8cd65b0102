// The README as a sequence of blocks: what is to be typed, and what it prints.

import Foundation
import TestSupport

/// The fenced blocks of the README, which can be given other contents.
struct ReadmeText {
  /// A fenced block, by the lines between its fences.
  struct Block {
    var section: String
    var language: String
    var lines: Range<Int>
  }

  private(set) var lines: [String]
  private(set) var blocks: [Block] = []

  init() throws {
    lines = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
      .components(separatedBy: "\n")
    var section = ""
    var open: (language: String, line: Int)?
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if let begun = open {
          blocks.append(
            Block(section: section, language: begun.language, lines: begun.line..<number))
          open = nil
        } else {
          open = (String(line.dropFirst(3)), number + 1)
        }
      } else if open == nil, line.hasPrefix("## ") {
        section = String(line.dropFirst(3))
      }
    }
  }

  /// The blocks of some sections that are typed into a shell, by their places among all blocks.
  func shellBlocks(in sections: [String]) -> [(index: Int, text: String)] {
    blocks.enumerated().filter { sections.contains($1.section) && $1.language == "sh" }
      .map { ($0, text(of: $1)) }
  }

  func text(of block: Block) -> String { lines[block.lines].joined(separator: "\n") }

  /// What the README says that a block prints: the text block that follows it, else nothing.
  func output(ofBlock index: Int) -> [String] {
    guard blocks.indices.contains(index + 1), blocks[index + 1].language == "text" else {
      return []
    }
    return Array(lines[blocks[index + 1].lines])
  }

  /// Puts down what blocks have printed, in the places that there are for it, and writes the file.
  mutating func record(_ outputs: [Int: [String]]) throws {
    for (index, output) in outputs.sorted(by: { $0.key > $1.key }) {
      guard blocks.indices.contains(index + 1), blocks[index + 1].language == "text" else {
        continue
      }
      lines.replaceSubrange(blocks[index + 1].lines, with: output)
    }
    try lines.joined(separator: "\n").write(
      toFile: Repository.path("README.md"), atomically: true, encoding: .utf8)
  }
}

/// What was printed, compared with what was expected, but for what differs from run to run.
enum PrintedText {
  /// Whether the lines are those that are expected, where a line `…` stands for any number of them.
  static func matches(_ lines: [String], _ expected: [String]) -> Bool {
    guard let first = expected.first else { return lines.isEmpty }
    if first == "…" {
      return (0...lines.count).contains {
        matches(Array(lines[$0...]), Array(expected.dropFirst()))
      }
    }
    guard let line = lines.first, same(line) == same(first) else { return false }
    return matches(Array(lines.dropFirst()), Array(expected.dropFirst()))
  }

  /// The line without times, ports, and the IDs of links that were made, which depend on all requests before.
  private static func same(_ line: String) -> String {
    line.replacing(/, waited [0-9.]+ (s|min [0-9]+ s)/, with: "")
      .replacing(/(took|resets in) [0-9.]+ (s|min [0-9]+ s)/) { "\($0.output.1) TIME" }
      .replacing(/127\.0\.0\.1:[0-9]+/, with: "127.0.0.1:PORT")
      .replacing(/link_01HM[0-9A-Z]{22}/, with: "link_NEW")
      .replacing(/at most [0-9]+ in flight/, with: "at most N in flight")
  }
}
