import TestSupport
import Testing

@testable import Bulk

/// The table of names, against a dictionary.
@Suite struct NameTableTests {
  @Test("it holds what was put into it, and nothing else")
  func same() {
    var random = SeededGenerator(seed: 3)
    var table = NameTable()
    var wanted: [UInt64: Int] = [:]
    for _ in 0..<50_000 {
      // Many that are near each other, and many of one part.
      let key =
        Bool.random(using: &random)
        ? UInt64.random(in: 0...20_000, using: &random)
        : UInt64.random(in: .min ... .max, using: &random)
      let line = Int.random(in: 1...1_000_000, using: &random)
      #expect(table.line(of: max(1, key)) == wanted[max(1, key)])
      table.set(key, line: line)
      wanted[max(1, key)] = line
    }
    for (key, line) in wanted { #expect(table.line(of: key) == line) }
  }
}
