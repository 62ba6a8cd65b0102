// IDs from JSON: the elements of an array, or a value a line.

/// The rows of a JSON array.
struct JSONIDs: IDRows {
  private var elements: JSONElementReader
  private let finder: JSONIDFinder
  private var number = 0

  init(_ window: TextWindow, column: IDColumn) {
    elements = JSONElementReader(window)
    finder = JSONIDFinder(column)
  }

  mutating func next() throws(InputError) -> IDRow? {
    let finder = finder
    let element = try elements.next { (parser, bytes) throws(JSONError) in
      try finder.content(with: &parser, in: bytes)
    }
    guard let element else { return nil }
    number += 1
    let content: IDRow.Content =
      switch element.result {
      case .success(let content): content
      case .failure(.tooLong(let limit)): .malformed(.tooLong(limit: limit))
      case .failure(.json(let reason)): .malformed(RowFault(reason))
      }
    return IDRow(number: number, line: element.line, content: content)
  }
}

/// The rows of an NDJSON file; blank lines are none.
struct NDJSONIDs: IDRows {
  private var lines: LineReader
  private let limit: Int
  private let finder: JSONIDFinder
  private var number = 0

  init(_ window: TextWindow, column: IDColumn) {
    lines = LineReader(window)
    limit = window.limits.record
    finder = JSONIDFinder(column)
  }

  mutating func next() throws(InputError) -> IDRow? {
    while let line = try lines.next() {
      guard let content = content(of: line) else { continue }
      number += 1
      return IDRow(number: number, line: line.number, content: content)
    }
    return nil
  }

  /// What stands in a line, or `nil` where it is blank.
  private func content(of line: LineReader.Line) -> IDRow.Content? {
    if line.isTooLong { return .malformed(.tooLong(limit: limit)) }
    let all = lines.window.bytes.span
    if all.trimmed(line.range).isEmpty { return nil }
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

extension RowFault {
  /// What a fault in a JSON text means for its row.
  init(_ reason: JSONError.Reason) {
    self = reason == .notUTF8 ? .notText : .json(reason)
  }
}
