// The rows of several inputs as those of one.

/// One pass over all inputs, in their order; rows are numbered through.
struct JoinedRows<Row: InputRow>: Sendable {
  /// The input that is being read, and those that come after it, the next one last.
  private var reading: any Rows<Row>
  private var waiting: [any Rows<Row>] = []
  private(set) var layout: RowLayout
  /// Rows of the inputs before, and of this one so far.
  private var before = 0
  private var count = 0
  private var bytesBefore = 0

  init(_ rows: any Rows<Row>, _ layout: RowLayout) {
    reading = rows
    self.layout = layout
  }

  /// Those of passes that have not begun.
  init(joining first: JoinedRows, _ others: some Sequence<JoinedRows>) {
    self = first
    let others = Array(others)
    waiting = others.reversed().map(\.reading)
    layout = RowLayout(joining: [first.layout] + others.map(\.layout))
  }

  /// How many bytes of their texts were gone past so far.
  var bytesRead: Int { bytesBefore + reading.bytesRead }

  /// The next row, or `nil` after the last of the last input.
  mutating func next() throws(InputError) -> Row? {
    repeat {
      if let row = try reading.next() { return counted(row) }
    } while beginNext()
    return nil
  }

  /// The next row that is given, behind those that were gone past; `nil` after the last of the last input.
  mutating func next(
    passing: Passing, _ passed: inout PassedRows
  ) throws(InputError) -> Row? {
    repeat {
      let earlier = passed.count
      let row = try reading.next(passing: passing, &passed)
      count += passed.count - earlier
      if let row { return counted(row) }
    } while beginNext()
    return nil
  }

  private mutating func counted(_ row: Row) -> Row {
    count += 1
    return before == 0 ? row : row.numbered(before + count)
  }

  /// Goes on with the next input, if there is one.
  private mutating func beginNext() -> Bool {
    guard let next = waiting.popLast() else { return false }
    bytesBefore += reading.bytesRead
    reading = next
    (before, count) = (before + count, 0)
    layout.begin(behind: before)
    return true
  }
}

extension InputRow {
  /// The same row in another place.
  fileprivate func numbered(_ number: Int) -> Self {
    Self(number: number, line: line, content: content)
  }
}
