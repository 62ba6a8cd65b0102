import Testing

@testable import Commands

@Suite struct DisplayWidthTests {
  @Test(
    "text takes the columns that terminals give it",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("Ḍ̇", 1), ("…", 1), ("ﷺ", 1),
      // East Asian: ideographs, kana with a combining mark, full-width, half-width, Hangul in one and in three.
      ("短縮リンク", 10), ("か\u{3099}", 2), ("Ａ", 2), ("ｱﾞ", 2), ("각", 2),
      ("\u{1100}\u{1161}\u{11A8}", 2),
      ("𠮷", 2), ("〈", 2), ("　", 2), ("☰", 2),
      // Emoji: alone, with selectors, joined, with a skin, keycaps, flags.
      ("🔗", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🏳️‍🌈", 2), ("❤️‍🔥", 2), ("1️⃣", 2),
      ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("🇩", 1), ("🫠", 2), ("©", 1), ("©\u{FE0F}", 2), ("⌚", 2), ("🀄", 2),
      // Scripts whose signs join.
      ("नमस्ते", 4), ("का", 2), ("שָׁלוֹם", 4), ("مرحبا", 5), ("ไทยนี้", 4), ("葛\u{E0100}", 2),
    ])
  func columns(text: String, columns: Int) { #expect(DisplayWidth.of(text) == columns) }

  @Test("a cut text takes no more than its columns and never half a character")
  func cut() {
    #expect(DisplayWidth.cut("short", to: 5) == "short")
    #expect(DisplayWidth.cut("longer", to: 5) == "long…")
    #expect(DisplayWidth.cut("短縮リンク", to: 6) == "短縮…")
    #expect(DisplayWidth.cut("a👨‍👩‍👧bc", to: 3) == "a…")
    #expect(DisplayWidth.cut("a👨‍👩‍👧bc", to: 4) == "a👨‍👩‍👧…")
    #expect(DisplayWidth.cut("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
    #expect(DisplayWidth.cut("abc", to: 1) == "…")
    #expect(DisplayWidth.cut("abc", to: 0).isEmpty && DisplayWidth.cut("abc", to: -4).isEmpty)
    for columns in 0...30 {
      let text = "日本語 with 🇯🇵 and e\u{301}, 👩🏽‍🚀!"
      let cut = DisplayWidth.cut(text, to: columns)
      #expect(DisplayWidth.of(cut) <= columns)
      #expect(DisplayWidth.of(cut) >= min(columns, DisplayWidth.of(text)) - 1)
    }
  }

  @Test("ranges of wide characters are in order and hold no plain emoji at their ends")
  func wide() {
    for (inside, outside) in [
      (0x1100, 0x10FF), (0x303E, 0x303F), (0x3247, 0x3248), (0xA4C6, 0xA4D0), (0xD7A3, 0xD7B0),
      (0xFF60, 0xFF61), (0xFFE6, 0xFFE8), (0x2FFFD, 0xE0000), (0x1F200, 0x1F270),
    ] as [(UInt32, UInt32)] {
      #expect(Unicode.Scalar(inside).map(EastAsianWide.contains) == true)
      #expect(Unicode.Scalar(outside).map(EastAsianWide.contains) == false)
    }
  }
}
