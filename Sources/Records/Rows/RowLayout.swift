// How the rows of the inputs lie in their texts.

/// The formats of some inputs that are read one after the other, and the rows with which each begins.
package struct RowLayout: Sendable, Equatable {
  /// The format of one input, and what separates its fields where it has a delimiter.
  package struct Part: Sendable, Equatable {
    package let format: InputFormat
    let delimiter: UInt8?

    init(_ format: InputFormat, delimiter: UInt8? = nil) {
      self.format = format
      self.delimiter = delimiter
    }
  }

  /// The inputs, in their order.
  package private(set) var parts: [Part]
  /// The row before the first of each input that was begun.
  private var before = [0]

  init(_ format: InputFormat, delimiter: UInt8? = nil) {
    parts = [Part(format, delimiter: delimiter)]
  }

  /// Those of several inputs, the first of which has begun.
  init(joining layouts: [RowLayout]) {
    parts = layouts.flatMap(\.parts)
  }

  /// The first input.
  package var first: Part { parts.first ?? Part(.lines) }

  /// Notes that another input begins behind a row.
  mutating func begin(behind row: Int) { before.append(row) }

  /// The input that a row stands in, counted from 0, and the row's place in it, from 1; to be asked of rows
  /// that were read.
  package func place(of row: Int) -> (input: Int, row: Int) {
    let input = before.lastIndex { $0 < row } ?? 0
    return (input, row - (before.indices.contains(input) ? before[input] : 0))
  }

  /// Whether lines do not tell where a row is: a line may hold many, or several inputs have it.
  package var isCountedByRows: Bool {
    parts.count > 1 || parts.contains(where: \.format.isJSON)
  }
}
