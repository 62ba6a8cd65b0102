import Testing

@testable import Records

@Suite struct NamePlacesTests {
  @Test("names are told apart byte by byte, however many there are")
  func names() {
    let names = (0..<500).map { "field\($0)" } + ["", "é", "e\u{301}", "url", "URL"]
    let places = NamePlaces(names)
    for (place, name) in names.enumerated() { #expect(places[name] == place, "\(name)") }
    for name in ["field500", "field", "Url", "\u{0}"] { #expect(places[name] == nil, "\(name)") }
    #expect(NamePlaces([])["url"] == nil)
  }

  @Test("of a name that is there more than once the first place counts")
  func repeated() {
    let places = NamePlaces(["a", "b", "a"])
    #expect(places["a"] == 0 && places["b"] == 1)
  }
}

@Suite struct ByteHashTests {
  @Test("texts that differ in a byte, their length, or where a part ends have different hashes")
  func differ() {
    var hashes: Set<UInt64> = []
    var count = 0
    func add(_ hash: UInt64) {
      hashes.insert(hash)
      count += 1
    }
    for length in 0...40 {
      add(ByteHash.of([UInt8](repeating: 0, count: length).span))
      for place in 0..<length {
        for byte: UInt8 in [1, 128, 255] {
          var bytes = [UInt8](repeating: 0, count: length)
          bytes[place] = byte
          add(ByteHash.of(bytes.span))
        }
      }
    }
    for parts in [["ab", "c"], ["a", "bc"], ["abc"], ["", "abc"], ["abc", ""]] {
      if parts.count > 1 { add(ByteHash.of(parts: parts)) }
    }
    #expect(hashes.count == count)
  }

  @Test("words of bytes are compared as the bytes are")
  func sameBytes() {
    for length in 0...20 {
      let one = "x" + String(repeating: "a", count: length)
      #expect(one.hasSameBytes(as: "x" + String(repeating: "a", count: length)))
      #expect(!one.hasSameBytes(as: String(repeating: "a", count: length) + "x") || length == 0)
      #expect(!one.hasSameBytes(as: one + "a"))
    }
  }
}
