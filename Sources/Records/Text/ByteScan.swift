// Finding bytes eight at a time, in portable arithmetic. Every load stays inside the span.

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "\"")

  /// Whether the byte is a space or a tab.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

/// Marks on the bytes of a word: the highest bit of each byte that matches.
///
/// Only the lowest mark is exact; those above it may be false. That is all a search needs.
enum ByteMarks {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & highs
  }

  /// Marks bytes below a bound of at most 128.
  @inline(__always)
  static func less(_ word: UInt64, _ bound: UInt8) -> UInt64 {
    (word &- (ones &* UInt64(bound))) & ~word & highs
  }

  /// Marks bytes that are not ASCII.
  @inline(__always)
  static func high(_ word: UInt64) -> UInt64 {
    word & highs
  }
}

extension Span<UInt8> {
  /// The eight bytes from an index on, the first one lowest.
  @inline(__always)
  package func word(at index: Int) -> UInt64 {
    // Safe: the load is bounds-checked by the span, and any eight bytes are a `UInt64`.
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// The bytes from an index on, fewer than eight, as a word that zeros fill.
  @inline(__always)
  package func lastWord(at index: Int) -> UInt64 {
    var word: UInt64 = 0
    for place in index..<count { word |= UInt64(self[place]) << UInt64(8 * (place - index)) }
    return word
  }

  /// The first index in a range whose byte is marked, or the end of the range.
  @inline(__always)
  func firstIndex(in range: Range<Int>, marked: (UInt64) -> UInt64) -> Int {
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let marks = marked(word(at: index))
      if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
      index += 8
    }
    if index < range.upperBound, range.count >= 8 {
      // The last eight bytes, of which the first were looked at and are not marked.
      let last = range.upperBound - 8
      let marks = marked(word(at: last))
      return marks == 0 ? range.upperBound : last + marks.trailingZeroBitCount / 8
    }
    while index < range.upperBound, marked(UInt64(self[index])) & 0x80 == 0 { index += 1 }
    return index
  }

  /// The first LF or CR in a range, or the end of the range.
  func firstLineEnd(in range: Range<Int>) -> Int {
    firstIndex(in: range) {
      ByteMarks.equal($0, .lineFeed) | ByteMarks.equal($0, .carriageReturn)
    }
  }

  /// The first control character (C0 or DEL) in a range, or the end of the range.
  func firstControl(in range: Range<Int>) -> Int {
    firstIndex(in: range) { ByteMarks.less($0, 0x20) | ByteMarks.equal($0, 0x7F) }
  }

  /// Whether the bytes of a range are UTF-8.
  func isUTF8(_ range: Range<Int>) -> Bool {
    if firstIndex(in: range, marked: ByteMarks.high) == range.upperBound { return true }
    return (try? UTF8Span(validating: extracting(range))) != nil
  }

  /// Why the bytes of a row, which stand in a range, are no text that can be used; `nil` where they are.
  ///
  /// Plain ASCII, which most rows are, is looked at once.
  func textFault(in range: Range<Int>) -> RowFault? {
    let first = firstIndex(in: range) { ByteMarks.high($0) | ByteMarks.equal($0, 0) }
    if first == range.upperBound { return nil }
    if firstIndex(in: first..<range.upperBound, marked: { ByteMarks.equal($0, 0) })
      < range.upperBound
    {
      return .nul
    }
    guard isUTF8(first..<range.upperBound) else { return .notText }
    return beginsWithMark(range) ? .byteOrderMark : nil
  }

  /// Whether a range begins with the mark that only belongs at the start of a file.
  func beginsWithMark(_ range: Range<Int>) -> Bool {
    range.count >= 3 && self[range.lowerBound] == 0xEF && self[range.lowerBound + 1] == 0xBB
      && self[range.lowerBound + 2] == 0xBF
  }

  /// A range without the blanks at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start].isBlank { start += 1 }
    while start < end, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// Whether a range holds blanks alone, and a byte that counts as one.
  func isBlank(_ range: Range<Int>, besides other: UInt8) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound, self[index].isBlank || self[index] == other { index += 1 }
    return index == range.upperBound
  }

  /// Whether all bytes are ASCII that stands for itself in a JSON string.
  var isPlainJSONText: Bool {
    let odd = firstIndex(in: indices) {
      ByteMarks.less($0, 0x20) | ByteMarks.equal($0, .quote)
        | ByteMarks.equal($0, UInt8(ascii: "\\")) | ByteMarks.equal($0, 0x7F)
        | ByteMarks.high($0)
    }
    return odd == count
  }

  /// Whether the first bytes are those of a word; where case is ignored, the word is in small letters.
  package func begins(with word: String, ignoringCase: Bool = false) -> Bool {
    count >= word.utf8.count
      && extracting(0..<word.utf8.count).equals(word, ignoringCase: ignoringCase)
  }

  /// Whether the bytes are those of a word; where case is ignored, the word is in small letters.
  func equals(_ word: String, ignoringCase: Bool = false) -> Bool {
    guard count == word.utf8.count else { return false }
    var index = 0
    for expected in word.utf8 {
      let byte = self[index]
      let isCapital = ignoringCase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if (isCapital ? byte | 0x20 : byte) != expected { return false }
      index += 1
    }
    return true
  }
}
