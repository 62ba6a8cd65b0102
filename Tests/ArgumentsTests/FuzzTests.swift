// Random arguments and shell lines; what must hold whatever they are.

import TestSupport
import Testing

@testable import Arguments

@Suite struct FuzzTests {
  private static let pieces = [
    "-", "--", "=", "delete", "completions", "bash", "--ids-file", "--concurrency", "-c", "-q",
    "-v",
    "q", "4", "256", "99999999999999999999", "-5", "--json", "--json=1", "--assign-id", "-a",
    "--timeout", "1.5", "", " ", "\u{1B}[31m", "\u{0}", "\u{301}", "é", "👩‍🚀", "\n", "--map",
    "--help", "-h", "--version", "a=b", "\u{202E}", "--output", "csv",
  ]

  @Test("no arguments make the parser crash or lose a word", arguments: 0..<8)
  func arguments(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var outcomes: Set<String> = []
    for _ in 0..<4000 {
      let arguments = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        (0..<Int.random(in: 0...3, using: &generator))
          .compactMap { _ in Self.pieces.randomElement(using: &generator) }.joined()
      }
      outcomes.insert(try outcome(of: arguments))
    }
    #expect(outcomes == ["help", "parsed", "refused"])
  }

  /// Parses and checks what holds whatever the arguments are.
  private func outcome(of arguments: [String]) throws -> String {
    let command = Bool(arguments.count.isMultiple(of: 2)) ? ["delete"] : []
    do throws(UsageError) {
      guard case .command("delete", let rest) = try Sample.program.parse(command + arguments) else {
        return "help"
      }
      let parsed = try Sample.delete.parse(rest)
      #expect(parsed.operands.allSatisfy(rest.contains))
      #expect(parsed.operands.isEmpty || !rest.isEmpty)
      #expect((1...256).contains(parsed.values.pace.concurrency))
      if !rest.contains("--") {
        #expect(parsed.operands.allSatisfy { $0.utf8.first != UInt8(ascii: "-") || $0 == "-" })
      }
      return "parsed"
    } catch {
      let message = UsageMessage(error, program: Sample.program, command: "delete")
      let text = message.error + message.hint
      #expect(!message.error.isEmpty && !message.hint.isEmpty)
      #expect(HarmlessText.escaped(text) == text)
      return "refused"
    }
  }

  @Test("examples of random shell text never make the self-check crash")
  func shellWords() {
    var generator = SeededGenerator(seed: 7)
    let letters = Array(" '\"\\|&;<>()$ab\n=2")
    for _ in 0..<4000 {
      let line = String(
        (0..<Int.random(in: 0...20, using: &generator))
          .compactMap { _ in letters.randomElement(using: &generator) })
      let words = ShellWords.commands(in: line) ?? []
      #expect(words.allSatisfy { !$0.isEmpty })
    }
  }
}
