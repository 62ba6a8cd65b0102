import Arguments
import TestSupport
import Testing

@Suite struct HarmlessTextTests {
  @Test(
    "what people write stays as it is",
    arguments: [
      "plain ASCII ~ text", "naïve Ḍ̇ e\u{301}", "短縮リンク か\u{3099}", "葛\u{E0100}", "नमस्ते", "שָׁלוֹם",
      "ไทยนี้", "각",
      "🔗 ❤️ ❤\u{FE0E} 👍🏽 1️⃣ 🇩🇪 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 👩🏽‍❤️‍💋‍👨🏿 🧑🏻‍🤝‍🧑🏿 ☠️", "…–“”",
    ])
  func kept(text: String) { #expect(HarmlessText.escaped(text) == text) }

  @Test(
    "what moves, turns, hides or piles up is written out",
    arguments: [
      ("\u{1B}[2J", #"\u{1B}[2J"#), ("\u{1B}]8;;http://a\u{7}", #"\u{1B}]8;;http://a\u{7}"#),
      ("\u{9B}31m", #"\u{9B}31m"#), ("\u{90}q\u{9C}", #"\u{90}q\u{9C}"#),
      ("a\u{8}b\u{7F}", #"a\u{8}b\u{7F}"#),
      ("a\r\nb\tc", #"a\r\nb\tc"#), ("a\u{2028}b\u{85}", #"a\u{2028}b\u{85}"#),
      ("\u{202E}exe.pdf\u{202C}", #"\u{202E}exe.pdf\u{202C}"#),
      ("\u{2067}x\u{2069}\u{61C}", #"\u{2067}x\u{2069}\u{61C}"#),
      ("pay\u{200B}pal\u{FEFF}", #"pay\u{200B}pal\u{FEFF}"#),
      ("a\u{AD}b\u{2060}", #"a\u{AD}b\u{2060}"#),
      ("a\u{200D}b", #"a\u{200D}b"#), ("\u{200D}🔗", #"\u{200D}🔗"#), ("🔗\u{200D}", #"🔗\u{200D}"#),
      ("a\u{FE0F}", #"a\u{FE0F}"#), ("🔗\u{FE0F}\u{FE0F}", "🔗\u{FE0F}" + #"\u{FE0F}"#),
      ("x\u{E0100}", #"x\u{E0100}"#),
      ("\u{3164}\u{115F}\u{FFA0}", #"\u{3164}\u{115F}\u{FFA0}"#),
      ("a\u{34F}\u{301}", #"a\u{34F}\u{301}"#),
      ("🏴\u{E0067}\u{E007F}", #"🏴\u{E0067}\u{E007F}"#), ("\u{301}a", #"\u{301}a"#),
      ("\u{E000}\u{FFFFF}\u{378}", #"\u{E000}\u{FFFFF}\u{378}"#),
    ])
  func escaped(text: String, harmless: String) { #expect(HarmlessText.escaped(text) == harmless) }

  @Test("a pile of marks ends after eight, a chain of emoji after four joiners")
  func piles() {
    let pile = "a" + String(repeating: "\u{301}", count: 1_000)
    let shown = HarmlessText.escaped(pile)
    #expect(shown.unicodeScalars.count { $0 == "\u{301}" } == 8)
    #expect(shown.hasSuffix(#"\u{301}\u{301}"#))
    let chain = String(repeating: "👩\u{200D}", count: 100) + "👩"
    #expect(HarmlessText.escaped(chain).first?.unicodeScalars.count { $0 == "\u{200D}" } == 4)
    let hangul = "\u{1100}" + String(repeating: "\u{1161}", count: 100)
    #expect(HarmlessText.escaped(hangul).unicodeScalars.count { $0 == "\u{1161}" } == 8)
  }

  @Test("whatever comes, nothing of it stays that must not, and escaping twice is escaping once")
  func random() {
    var random = SeededGenerator(seed: 4)
    let pieces: [Unicode.Scalar] = [
      "a", " ", "é", "\u{301}", "\u{200D}", "👩", "🏽", "\u{FE0F}", "\u{FE0E}", "\u{1B}", "\u{9B}",
      "\u{202E}",
      "短", "\u{E0100}", "\u{1100}", "\u{1161}", "🇩", "\r", "\n", "1", "\u{20E3}", "\u{34F}",
      "\u{600}", "\u{E0067}", "ा",
    ]
    for _ in 0..<3_000 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        scalars.append(
          Bool.random(using: &random)
            ? pieces[.random(in: 0..<pieces.count, using: &random)]
            : Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &random)) ?? "?")
      }
      let shown = HarmlessText.escaped(String(scalars))
      #expect(HarmlessText.escaped(shown) == shown)
      for scalar in shown.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned:
          Issue.record("\(scalar.value)")
        case .format where scalar != "\u{200D}": Issue.record("\(scalar.value)")
        default: break
        }
      }
    }
  }

  @Test("a quotation is cut, and what it cuts stays harmless")
  func quoted() {
    #expect(HarmlessText.quoted("a\"b") == "\"a\"b\"")
    #expect(
      HarmlessText.quoted(String(repeating: "x", count: 81)) == "\""
        + String(repeating: "x", count: 80) + "…\"")
    let pile = "a" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(HarmlessText.quoted(pile).utf8.count < 1_000)
  }
}
