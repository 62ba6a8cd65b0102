// The rows of several inputs as those of one.

/// One pass over all inputs, in their order; rows are numbered through.
struct JoinedRows<Row: InputRow>: Sendable {
  private var inputs: [any Rows<Row>]
  private(set) var layout: RowLayout
  /// The input that is being read.
  private var current = 0
  /// Rows of the inputs before it, and its own so far.
  private var before = 0
  private var read = 0

  init(_ rows: any Rows<Row>, _ layout: RowLayout) {
    inputs = [rows]
    self.layout = layout
  }

  /// Those of passes that have not begun.
  init(joining passes: [JoinedRows]) {
    inputs = passes.flatMap(\.inputs)
    layout = RowLayout(joining: passes.map(\.layout))
  }

  /// The next row, or `nil` after the last of the last input.
  mutating func next() throws(InputError) -> Row? {
    while inputs.indices.contains(current) {
      if let row = try inputs[current].next() {
        read = row.number
        return before == 0 ? row : row.numbered(before + row.number)
      }
      current += 1
      (before, read) = (before + read, 0)
      if inputs.indices.contains(current) { layout.begin(behind: before) }
    }
    return nil
  }
}

extension InputRow {
  /// The same row in another place.
  fileprivate func numbered(_ number: Int) -> Self {
    Self(number: number, line: line, content: content)
  }
}
