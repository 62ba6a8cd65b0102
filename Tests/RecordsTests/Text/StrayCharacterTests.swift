// Characters that nobody sees at the ends of names and addresses.

import Testing

@testable import Records

@Suite struct StrayCharacterTests {
  static let strays: [(String, String, StrayCharacter.Fault)] = [
    ("\u{200B}abc", "U+200B", .isFirst), ("abc\u{200B}", "U+200B", .isLast),
    ("\u{FEFF}abc", "U+FEFF", .isFirst), ("abc\u{A0}", "U+00A0", .isLast),
    (" \u{A0}abc", "U+00A0", .isFirst), ("abc\u{202F} ", "U+202F", .isLast),
    ("abc\u{2060}", "U+2060", .isLast), ("abc\u{AD}", "U+00AD", .isLast),
    ("\u{202A}abc\u{202C}", "U+202A", .isFirst), ("abc\u{3000}", "U+3000", .isLast),
    ("\u{FE0F}abc", "U+FE0F", .isFirst), ("“abc”", "U+201C", .quotes),
    ("‘abc’", "U+2018", .quotes), ("„abc“", "U+201E", .quotes), ("\u{200B}", "U+200B", .isFirst),
    ("straße\u{2028}", "U+2028", .isLast), ("abc\u{85}", "U+0085", .isLast),
  ]

  @Test(arguments: strays) func `it is found, and named by its code point`(
    text: String, codePoint: String, fault: StrayCharacter.Fault
  ) throws {
    let stray = try #require(StrayCharacter(atEndsOf: text))
    #expect(stray.scalar.codePoint == codePoint && stray.fault == fault)
    let words = stray.words(in: text)
    #expect(words.contains(codePoint))
    #expect(!words.unicodeScalars.contains(where: { $0.isUnseen }))
  }

  @Test(arguments: [
    "", " ", "abc", " abc\t", "é", "straße", "日本", "❤\u{FE0F}", "a\u{200B}b", "rock’n’roll", "it’s",
    "“a” b", "👨‍👩‍👧", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "e\u{301}", "™",
  ])
  func `what belongs there is left alone`(text: String) {
    #expect(StrayCharacter(atEndsOf: text) == nil)
  }
}
