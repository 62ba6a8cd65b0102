import HTTP
import Testing

@Suite struct PercentEncodingTests {
  @Test(
    "text survives the way to the wire and back",
    arguments: ["plain", "a b", "a+b", "100%", "ext_über/ß", "👩‍🚀", "a,b&c=d?e#f", ""])
  func roundTrip(text: String) {
    let encoded = PercentEncoding.encode(text)
    #expect(PercentEncoding.decode(encoded) == text)
    #expect(PercentEncoding.encodedCount(of: text) == encoded.utf8.count)
  }

  @Test("plus is encoded, since servers read it as a space")
  func plus() {
    #expect(PercentEncoding.encode("a+b") == "a%2Bb")
  }

  @Test("what is not an encoding is refused", arguments: ["%", "%4", "%zz", "%C3%28"])
  func refused(text: String) {
    #expect(PercentEncoding.decode(text) == nil)
  }
}
