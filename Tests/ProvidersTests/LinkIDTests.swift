import Providers
import Testing

/// What may name a link at each provider, and what is said of words that cannot.
@Suite struct LinkIDTests {
  private func reason(_ text: String, at provider: any Provider = Dub()) -> String? {
    do throws(InvalidID) {
      _ = try provider.linkID(text)
      return nil
    } catch {
      return error.reason
    }
  }

  private func isPlain(_ text: String, at provider: any Provider = Dub()) -> Bool {
    provider.isPlainID(text.utf8.span)
  }

  @Test(
    "Dub's own IDs, the older ones, and external IDs of anything that can be printed",
    arguments: [
      "link_01HK153X01XJ4G4Q6111T3JR8Y", "link_plain", "LINK_01HK153X01XJ4G4Q6111T3JR8Y",
      "link_a-b_c",
      "cludszk1h0000wmd2e0ea2b0p", "cm0abcdefghijklmnopqrs123", "ext_7", "ext_a b", "ext_a  b",
      "ext_a\u{A0}b", "ext_grüße", "ext_a.b;c", "ext_n/a", "ext_ids.txt", "ext_ext_x", "ext_\"x\"",
      "ext_https://e.org/?a=1&b=2", "ext_👩‍👩‍👧", "ext_❤️", "ext_e\u{301}", "ext_\u{301}",
      "ext_" + String(repeating: "x", count: 255), "ext_" + String(repeating: "短", count: 100),
    ])
  func taken(text: String) {
    #expect(reason(text) == nil)
    #expect((try? Dub().linkID(text))?.text.utf8.elementsEqual(text.utf8) == true)
    #expect(isPlain(text) == !text.utf8.starts(with: "ext_".utf8))
  }

  private static let words: [(String, [String])] = [
    ("", ["is empty"]), ("\u{200B}link_01HK", ["begins with U+200B (zero width space)"]),
    ("\u{FEFF}link_01HK", ["begins with U+FEFF", "nobody sees: \"\\u{FEFF}link_01HK\""]),
    ("link_01HK\u{A0}", ["ends with U+00A0 (no-break space)", "\"link_01HK\\u{A0}\""]),
    ("link_01\u{AD}HK", ["character number 8", "U+00AD (soft hyphen)", "\"link_01\\u{AD}HK\""]),
    ("link_01HK;", ["ends with \";\" (U+003B)"]), ("link_01HK.", ["ends with \".\" (U+002E)"]),
    ("cludszk1h0000wmd2e0ea2b0p;", ["ends with \";\" (U+003B)"]),
    (" link_01HK", ["begins with U+0020 (space)"]), ("link_1,link_2", ["\",\" (U+002C)"]),
    ("\"link_01HK\"", ["\"\"\" (U+0022)", "quotation marks"]),
    ("'link_01HK'", ["U+0027", "quotation marks"]),
    ("\u{201C}link_01HK\u{201D}", ["U+201C", "quotation marks"]),
    ("https://dub.sh/abc", ["a URL"]), ("dub.sh/abc", ["a URL"]), ("www.dub.co", ["a URL"]),
    ("n/a", ["no value"]), ("NULL", ["no value"]), ("#N/A", ["no value"]),
    ("id", ["names of columns"]), ("link_id", ["names of columns"]),
    ("linkId", ["names of columns"]),
    ("LINK_ID", ["names of columns"]), ("ids.txt", ["--ids-file ids.txt"]),
    ("../gone.NDJSON", ["--ids-file ../gone.NDJSON"]),
    ("link_ids.csv", ["--ids-file link_ids.csv"]),
    ("help", ["--help"]), ("501", ["an ID of ShortPen"]),
    ("550e8400-e29b-41d4-a716-446655440000", ["an ID of Hoko"]),
    ("order-77", ["external ID is written ext_order-77"]),
    ("EXT_7", ["begins with ext_ in small letters"]), ("clicks", ["link_"]), ("country", ["link_"]),
    ("campaign-2024-spring-sale", ["link_"]), ("link_", ["link_"]), ("link_ä", ["\"ä\" (U+00E4)"]),
    ("ext_", ["no external ID after ext_"]), ("ext_a,b", ["a comma"]),
    ("ext_a,\u{301}b", ["a comma"]),
    ("ext_ a", ["begins with U+0020 (space)"]), ("ext_a ", ["ends with U+0020 (space)"]),
    ("ext_a\u{A0}", ["ends with U+00A0"]),
    ("ext_a\u{200B}", ["ends with U+200B", "\"a\\u{200B}\""]),
    ("ext_a\u{200B}b", ["U+200B"]), ("ext_a\u{7}b", ["U+0007"]), ("ext_a\u{200D}", ["U+200D"]),
    ("ext_" + String(repeating: "x", count: 256), ["255 characters"]),
    (String(repeating: "x", count: 256), []),
  ]

  @Test(
    "words that are no IDs at Dub are refused, and what they may have meant is said",
    arguments: words)
  func refused(text: String, parts: [String]) throws {
    let said = try #require(reason(text))
    for part in parts { #expect(said.contains(part), "\(said)") }
    #expect(!isPlain(text))
  }

  @Test(
    "Hoko and ShortPen name the character too, and know the other providers' IDs",
    arguments: [Hoko(), ShortPen()] as [any Provider])
  func others(provider: any Provider) throws {
    let own = provider.name == "hoko" ? "550e8400-e29b-41d4-a716-446655440000" : "501"
    #expect(reason(own, at: provider) == nil)
    for (text, part) in [
      ("\u{FEFF}" + own, "begins with U+FEFF"), (own + "\u{200B}", "ends with U+200B"),
      ("", "empty"),
      ("\"\(own)\"", "quotation marks"), ("ids.txt", "--ids-file ids.txt"), ("null", "no value"),
      ("link_01HK153X01XJ4G4Q6111T3JR8Y", "an ID of Dub"), ("url_id", "names of columns"),
      ("https://hoko.to/x", "a URL"), (own + ";", "ends with \";\" (U+003B)"),
    ] {
      #expect(!isPlain(text, at: provider))
      let said = try #require(reason(text, at: provider))
      #expect(said.contains(part), "\(said)")
    }
  }
}
