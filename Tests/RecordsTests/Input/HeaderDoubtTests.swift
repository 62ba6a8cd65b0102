// What a header that is none seems to be.

import Testing

@testable import Records

@Suite struct HeaderDoubtTests {
  static let headers: [([String], HeaderDoubt?)] = [
    (["url|key"], .otherDelimiter(UInt8(ascii: "|"))),
    (["\"url\"|x"], .otherDelimiter(UInt8(ascii: "|"))),
    (["id,name"], .otherDelimiter(UInt8(ascii: ","))),
    (["x;url", "b"], .otherDelimiter(UInt8(ascii: ";"))),
    (["“url”", "“key”"], .curlyQuotes), (["https://example.com/1", "spring"], .noHeader),
    (["https://example.com/1"], .noHeader), (["link_01HK153X01XJ4G4Q6111T3JR8Y"], .plainList),
    (["501"], .plainList), (["550e8400-e29b-41d4-a716-446655440000"], .plainList),
    (["501", "spring"], .noHeader), (["a@example.com", "x"], .noHeader),
    (["name", "title"], nil), (["Destination URL"], nil), (["url", "https://x.example"], nil),
    ([""], nil), ([], nil), (["Owner 2"], nil),
  ]

  @Test(arguments: headers) func `the hint that fits is found`(
    names: [String], doubt: HeaderDoubt?
  ) {
    #expect(HeaderDoubt(names) { ["url", "id", "key"].contains($0) } == doubt)
  }
}
