// Where the fields of one CSV record stand (RFC 4180). Pure: bytes in, places out.

/// Where a field stands.
struct CSVField: Sendable, Equatable {
  /// The field's bytes, the quotes around it not included.
  let range: Range<Int>
  /// Whether quotes inside are doubled.
  let hasDoubledQuotes: Bool
}

/// A scanner for one record.
struct CSVScanner: Sendable {
  enum Outcome: Equatable {
    /// The record ends before this index: a line end, or the end of the text.
    ///
    /// Line ends are inside it where they stand between quotes.
    case whole(end: Int, hasQuotes: Bool, hasLineEnds: Bool, hasStrayQuote: Bool)
    /// The bytes end before the record does, inside the quote at the index if there is one.
    case cut(openQuote: Int?)
  }

  let delimiter: UInt8

  /// Finds the fields of the record at the start of a range.
  ///
  /// `isLast` says that the text ends where the range does. A quote inside an unquoted field, or text
  /// behind a closing one, does not change where fields end: only the flag tells of it.
  func scan(
    _ bytes: Span<UInt8>, in range: Range<Int>, isLast: Bool, fields: inout [CSVField]
  ) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    let end = range.upperBound
    var index = range.lowerBound
    var (hasQuotes, hasLineEnds, hasStrayQuote) = (false, false, false)
    while true {
      var stop: Int
      if index < end, bytes[index] == .quote {
        hasQuotes = true
        guard let field = quotedField(bytes, at: index, end: end, &hasLineEnds) else {
          return .cut(openQuote: index)
        }
        fields.append(field)
        stop = firstEnd(bytes, in: field.range.upperBound + 1..<end)
        if stop > field.range.upperBound + 1 { hasStrayQuote = true }
      } else {
        stop = firstEndOrQuote(bytes, in: index..<end)
        if stop < end, bytes[stop] == .quote {
          hasStrayQuote = true
          stop = firstEnd(bytes, in: stop..<end)
        }
        fields.append(CSVField(range: index..<stop, hasDoubledQuotes: false))
      }
      if stop == end, !isLast { return .cut(openQuote: nil) }
      guard stop < end, bytes[stop] == delimiter else {
        return .whole(
          end: stop, hasQuotes: hasQuotes, hasLineEnds: hasLineEnds, hasStrayQuote: hasStrayQuote)
      }
      index = stop + 1
    }
  }

  /// The field whose opening quote stands at an index, or `nil` where its closing one is not there.
  private func quotedField(
    _ bytes: Span<UInt8>, at open: Int, end: Int, _ hasLineEnds: inout Bool
  ) -> CSVField? {
    var hasDoubledQuotes = false
    var index = open + 1
    while true {
      index = bytes.firstIndex(in: index..<end) {
        hasLineEnds
          ? ByteMarks.equal($0, .quote)
          : ByteMarks.equal($0, .quote) | ByteMarks.equal($0, .lineFeed)
            | ByteMarks.equal($0, .carriageReturn)
      }
      if index == end { return nil }
      guard bytes[index] == .quote else {
        hasLineEnds = true
        continue
      }
      guard index + 1 < end, bytes[index + 1] == .quote else {
        return CSVField(range: open + 1..<index, hasDoubledQuotes: hasDoubledQuotes)
      }
      hasDoubledQuotes = true
      index += 2
    }
  }

  private func firstEnd(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int {
    bytes.firstIndex(in: range) { lineEndOrDelimiter($0) }
  }

  private func firstEndOrQuote(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int {
    bytes.firstIndex(in: range) { lineEndOrDelimiter($0) | ByteMarks.equal($0, .quote) }
  }

  @inline(__always)
  private func lineEndOrDelimiter(_ word: UInt64) -> UInt64 {
    ByteMarks.equal(word, delimiter) | ByteMarks.equal(word, .lineFeed)
      | ByteMarks.equal(word, .carriageReturn)
  }
}
