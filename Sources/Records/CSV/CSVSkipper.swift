// The way over a CSV record that is too long to be held: only quotes are kept track of.

/// A state machine that finds the end of a record in pieces of it.
struct CSVSkipper {
  private enum State {
    case fieldStart
    case unquoted
    case quoted
    /// Behind a quote that closes the field, unless another follows.
    case afterQuote
  }

  let delimiter: UInt8
  private var state = State.fieldStart
  /// Where, in the piece last looked at, the last field with a quote began.
  private(set) var openingQuote: Int?

  init(delimiter: UInt8) {
    self.delimiter = delimiter
  }

  /// Whether the bytes so far end inside a quoted field.
  var isInQuotes: Bool { state == .quoted }

  /// The line end that ends the record, or `nil` where this piece has none.
  mutating func end(in bytes: Span<UInt8>, range: Range<Int>) -> Int? {
    openingQuote = nil
    for index in range {
      let byte = bytes[index]
      switch state {
      case .quoted:
        if byte == .quote { state = .afterQuote }
      case .fieldStart where byte == .quote:
        state = .quoted
        openingQuote = index
      case .afterQuote where byte == .quote:
        state = .quoted
      default:
        if byte == .lineFeed || byte == .carriageReturn { return index }
        state = byte == delimiter ? .fieldStart : .unquoted
      }
    }
    return nil
  }
}
