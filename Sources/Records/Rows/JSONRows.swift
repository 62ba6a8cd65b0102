// Rows from JSON: the elements of an array, or a value a line.

/// What makes a row of an element.
protocol JSONFinder<Row>: Sendable {
  associatedtype Row: InputRow

  /// What stands in the element that comes next; leaves the parser behind it.
  func content(
    with parser: inout JSONParser, in bytes: Span<UInt8>
  ) throws(JSONError) -> Row.Content
}

/// The rows of a JSON array.
struct JSONArrayRows<Finder: JSONFinder>: Rows {
  private var elements: JSONElementReader
  private let finder: Finder
  private var number = 0

  var bytesRead: Int { elements.bytesRead }

  init(_ window: TextWindow, _ finder: Finder) {
    elements = JSONElementReader(window)
    self.finder = finder
  }

  mutating func next() throws(InputError) -> Finder.Row? {
    let finder = finder
    let element: JSONElementReader.Element<Finder.Row.Content>?
    do throws(InputError) {
      element = try elements.next { (parser, bytes) throws(JSONError) in
        try finder.content(with: &parser, in: bytes)
      }
    } catch {
      throw error.inRow(number + 1)
    }
    guard let element else { return nil }
    number += 1
    let content: Finder.Row.Content =
      switch element.result {
      case .success(let content): content
      case .failure(.tooLong(let limit)): .malformed(.tooLong(limit: limit))
      case .failure(.json(let reason)): .malformed(RowFault(reason))
      }
    return Finder.Row(number: number, line: element.line, content: content)
  }
}

/// The rows of an NDJSON file; blank lines are none.
struct NDJSONRows<Finder: JSONFinder>: Rows {
  private var lines: LineReader
  private let limit: Int
  private let finder: Finder
  private var number = 0

  var bytesRead: Int { lines.window.passed }

  init(_ window: TextWindow, _ finder: Finder) {
    lines = LineReader(window)
    limit = window.limits.record
    self.finder = finder
  }

  mutating func next() throws(InputError) -> Finder.Row? {
    while let line = try lines.next() {
      guard let content = content(of: line) else { continue }
      number += 1
      return Finder.Row(number: number, line: line.number, content: content)
    }
    return nil
  }

  /// What stands in a line, or `nil` where it is blank.
  private func content(of line: LineReader.Line) -> Finder.Row.Content? {
    if line.isTooLong { return .malformed(.tooLong(limit: limit)) }
    let all = lines.window.bytes.span
    if all.trimmed(line.range).isEmpty { return nil }
    if all.beginsWithMark(line.range) { return .malformed(.byteOrderMark) }
    let bytes = all.extracting(line.range)
    do throws(JSONError) {
      var parser = JSONParser()
      let content = try finder.content(with: &parser, in: bytes)
      try parser.finish(in: bytes)
      return content
    } catch {
      return .malformed(RowFault(error.reason))
    }
  }
}
