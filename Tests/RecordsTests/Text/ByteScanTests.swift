import Testing

@testable import Records

/// Finding bytes eight at a time gives what looking at each gives.
@Suite struct ByteScanTests {
  @Test("the first of some bytes is found at every place of stretches of every length")
  func everyPlace() {
    for length in 0...26 {
      for start in 0...min(9, length) {
        for end in start...length {
          check(length, start..<end)
        }
      }
    }
  }

  /// With the bytes that are looked for at one place each, inside the range and beside it.
  private func check(_ length: Int, _ range: Range<Int>) {
    for place in -1..<length {
      var bytes = [UInt8](repeating: 0x21, count: length)
      if place >= 0 { bytes[place] = .quote }
      let found = bytes.span.firstIndex(in: range) { ByteMarks.equal($0, .quote) }
      #expect(found == (range.contains(place) ? place : range.upperBound), "\(length) \(range)")
      // What borrows from the byte above makes marks that are none there.
      let low = bytes.span.firstIndex(in: range) {
        ByteMarks.equal($0, .quote) | ByteMarks.equal($0, 0x23)
      }
      #expect(low == found)
    }
  }

  @Test("a byte that is one more than what was found is not taken for it")
  func neighbours() {
    let bytes: [UInt8] = [0x21, 0x23, 0x23, 0x22, 0x23, 0x21, 0x23, 0x23, 0x22, 0x23, 0x23]
    #expect(bytes.span.firstIndex(in: 0..<11) { ByteMarks.equal($0, .quote) } == 3)
    #expect(bytes.span.firstIndex(in: 4..<11) { ByteMarks.equal($0, .quote) } == 8)
    #expect(bytes.span.firstIndex(in: 9..<11) { ByteMarks.equal($0, .quote) } == 11)
  }
}
