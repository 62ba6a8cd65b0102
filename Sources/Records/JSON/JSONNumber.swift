// A JSON number as its text, so that no digit is lost between reading and writing.

/// A JSON number, kept as it was written.
///
/// Two are equal when their texts are: `1.0` is not `1`.
package struct JSONNumber: Sendable, Equatable {
  /// The number as RFC 8259 writes it; never empty, always ASCII.
  package let text: String

  package init(_ value: Int) {
    text = String(value)
  }

  /// A number with three decimals, given in thousandths.
  package init(thousandths: Int) {
    let digits = String(thousandths.magnitude % 1000 + 1000).dropFirst()
    text = "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1000).\(digits)"
  }

  /// Takes text that a parser has already found to be a JSON number.
  init(lexeme: String) {
    text = lexeme
  }

  /// The value, where the text is a whole number without fraction or exponent and fits.
  package var int64: Int64? { Int64(text) }

  /// The nearest finite value, or `nil` where the number is beyond what a `Double` holds.
  package var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
