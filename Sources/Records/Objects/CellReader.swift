// From the text of a CSV cell to a JSON value of its field's type. Quotes around a cell make no
// difference, since they do not survive a spreadsheet: `null` always clears, and only JSON input can
// hold it as a text.

/// What the cells of a column are to become.
struct CellReader: Sendable {
  let field: String
  let type: CellType

  /// The value of a cell; `nil` where there is nothing in it but blanks.
  func value(_ cell: Span<UInt8>) throws(RowFault) -> JSONValue? {
    let text = cell.extracting(cell.trimmed(cell.indices))
    if text.isEmpty { return nil }
    if text.equals("null") { return .null }
    switch type {
    case .text: return .string(try string(cell.extracting(Self.start(of: cell)..<cell.count)))
    case .boolean: return .bool(try boolean(text))
    case .number: return .number(try number(text))
    case .object: return try object(text)
    case .list, .numberList: return try list(text)
    }
  }

  /// What the text of a cell was, once it is written.
  enum Written {
    case nothing
    /// A text of ASCII in which nothing is escaped.
    case plain
    /// Texts between commas.
    case texts
    case other
  }

  /// Adds the value of a cell as JSON text, where there is one.
  func write(_ cell: Span<UInt8>, to bytes: inout [UInt8]) throws(RowFault) -> Written {
    if type == .text || type == .list, cell.isPlainJSONText {
      let text = cell.extracting(cell.trimmed(cell.indices))
      if text.isEmpty { return .nothing }
      if !text.equals("null") {
        if type == .text {
          bytes.append(.quote)
          bytes.append(copying: cell.extracting(Self.start(of: cell)..<cell.count))
          bytes.append(.quote)
          return .plain
        }
        if Self.writeTexts(text, to: &bytes) { return .texts }
      }
    }
    guard let value = try value(cell) else { return .nothing }
    value.write(to: &bytes)
    let text = cell.extracting(cell.trimmed(cell.indices))
    return type == .list && value != .null && text[0] != UInt8(ascii: "[") ? .texts : .other
  }

  /// Adds plain texts between commas as a list; `false`, and nothing, where there are none, or a list as JSON.
  private static func writeTexts(_ text: Span<UInt8>, to bytes: inout [UInt8]) -> Bool {
    if text[0] == UInt8(ascii: "[") { return false }
    let before = bytes.count
    var start = 0
    while start < text.count {
      let end = text.firstIndex(in: start..<text.count) { ByteMarks.equal($0, UInt8(ascii: ",")) }
      let element = text.trimmed(start..<end)
      start = end + 1
      if element.isEmpty { continue }
      bytes.append(bytes.count == before ? UInt8(ascii: "[") : UInt8(ascii: ","))
      bytes.append(.quote)
      bytes.append(copying: text.extracting(element))
      bytes.append(.quote)
    }
    guard bytes.count > before else { return false }
    bytes.append(UInt8(ascii: "]"))
    return true
  }

  /// Where the text of a cell begins: behind the apostrophe that a list of links puts before what a spreadsheet would run,
  /// so that what was printed is read as it was.
  private static func start(of cell: Span<UInt8>) -> Int {
    guard cell.count > 1, cell[0] == UInt8(ascii: "'") else { return 0 }
    return FormulaGuard.isNeeded(before: cell[1]) ? 1 : 0
  }

  /// The byte with which a curly quote begins.
  static let curlyStart: UInt8 = 0xE2

  /// Refuses a cell that stands between curly double quotes.
  ///
  /// Whoever typed them meant CSV's own, which keep delimiters in. Where they belong to the text, straight
  /// ones around them say so.
  func refuseCurlyQuotes(_ cell: Span<UInt8>) throws(RowFault) {
    let text = try string(cell.extracting(cell.trimmed(cell.indices)))
    let double: ClosedRange<Unicode.Scalar> = "\u{201C}"..."\u{201F}"
    let scalars = text.unicodeScalars
    guard let first = scalars.first, scalars.count > 1, double.contains(first),
      scalars.last.map(double.contains) == true
    else { return }
    throw .curlyQuotes(field: field, cell: text)
  }

  private func boolean(_ text: Span<UInt8>) throws(RowFault) -> Bool {
    for word in ["true", "yes", "1"] where text.equals(word, ignoringCase: true) { return true }
    for word in ["false", "no", "0"] where text.equals(word, ignoringCase: true) { return false }
    throw wrong(text)
  }

  /// A number as JSON writes it: no plus, no leading zero, a point and not a comma.
  ///
  /// What looks like a number and is none may be a code, or a date, or 1.5 written as 1,5; what was meant
  /// is for the person to say.
  private func number(_ text: Span<UInt8>) throws(RowFault) -> JSONNumber {
    var parser = JSONParser()
    guard let number = try? parser.number(in: text), parser.position == text.count else {
      throw wrong(text)
    }
    return number
  }

  private func object(_ text: Span<UInt8>) throws(RowFault) -> JSONValue {
    guard text[0] == UInt8(ascii: "{") else { throw wrong(text) }
    return try json(text)
  }

  /// The elements; of `a,,b,` those that are there.
  ///
  /// Commas alone are no list: `[]` says that one without elements is meant, which clears at most
  /// providers.
  private func list(_ text: Span<UInt8>) throws(RowFault) -> JSONValue {
    if text[0] == UInt8(ascii: "[") { return try json(text) }
    var elements: [JSONValue] = []
    var start = 0
    while start < text.count {
      let end = text.firstIndex(in: start..<text.count) { ByteMarks.equal($0, UInt8(ascii: ",")) }
      let element = text.extracting(text.trimmed(start..<end))
      if !element.isEmpty { elements.append(try self.element(element)) }
      start = end + 1
    }
    if elements.isEmpty { throw wrong(text) }
    return .array(elements)
  }

  private func element(_ text: Span<UInt8>) throws(RowFault) -> JSONValue {
    type == .numberList ? .number(try number(text)) : .string(try string(text))
  }

  private func json(_ text: Span<UInt8>) throws(RowFault) -> JSONValue {
    do throws(JSONError) {
      return try JSONValue(parsing: text)
    } catch {
      throw .cellNotJSON(field: field, error.reason)
    }
  }

  private func string(_ text: Span<UInt8>) throws(RowFault) -> String {
    guard let text = String(utf8: text) else { throw .notText }
    return text
  }

  private func wrong(_ text: Span<UInt8>) -> RowFault {
    let found = (String(utf8: text) ?? "").unicodeScalars
    let start = String(String.UnicodeScalarView(found.prefix(40)))
    return .wrongCell(field: field, type, found: found.count > 40 ? start + "…" : start)
  }
}
