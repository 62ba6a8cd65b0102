// The ID in a JSON element: the element itself, or a member of it. Everything else is checked for
// being JSON, and not kept.

/// What to look for in an element, and how.
struct JSONIDFinder: JSONFinder {
  typealias Row = IDRow

  private let names: [String]

  init(_ column: IDColumn) {
    names = column.names
  }

  /// The ID of the element that comes next.
  func content(
    with parser: inout JSONParser, in bytes: Span<UInt8>
  ) throws(JSONError) -> IDRow.Content {
    switch try parser.kind(in: bytes) {
    case .object: return try memberContent(with: &parser, in: bytes)
    case .array:
      try parser.skipValue(in: bytes)
      return .malformed(.wrongKind(.array))
    case .word(let word):
      try parser.skip(word, in: bytes)
      return .malformed(.wrongKind(word == .null ? .null : .bool))
    case .string, .number: return try scalarContent(with: &parser, in: bytes)
    }
  }

  /// The ID of the object that comes next: of the names wanted, the first that it has counts.
  private func memberContent(
    with parser: inout JSONParser, in bytes: Span<UInt8>
  ) throws(JSONError) -> IDRow.Content {
    let start = parser.position
    var found: (rank: Int, content: IDRow.Content)?
    guard try parser.enter(before: UInt8(ascii: "}"), in: bytes) else {
      return .malformed(.missingMember(wanted: names))
    }
    repeat {
      let rank = try nextName(with: &parser, in: bytes)
      if let rank, rank <= found?.rank ?? rank {
        let isRepeated = found?.rank == rank
        let content = try scalarContent(with: &parser, in: bytes)
        found = (rank, isRepeated ? .malformed(.repeatedMember(names[rank])) : content)
      } else {
        try parser.skipValue(in: bytes)
      }
    } while try parser.another(before: UInt8(ascii: "}"), in: bytes)
    return found?.content ?? .malformed(missing(inObjectAt: start, in: bytes))
  }

  /// Why an object that was found to be whole has no ID.
  private func missing(inObjectAt start: Int, in bytes: Span<UInt8>) -> RowFault {
    var parser = JSONParser(startingAt: start)
    let object = (try? parser.value(in: bytes))?.object
    let result = object.flatMap { ResultRow($0) }
    return result.map { .resultWithoutID(status: $0.status) } ?? .missingMember(wanted: names)
  }

  /// Steps over the next member's name and colon; gives its place among the names wanted.
  private func nextName(
    with parser: inout JSONParser, in bytes: Span<UInt8>
  ) throws(JSONError) -> Int? {
    try parser.findName(in: bytes)
    let start = parser.position
    try parser.skipString(in: bytes)
    let range = start + 1..<parser.position - 1
    try parser.skipColon(in: bytes)
    let backslash = bytes.firstIndex(in: range) { ByteMarks.equal($0, UInt8(ascii: "\\")) }
    if backslash < range.upperBound {
      var again = JSONParser(startingAt: start)
      let name = try again.string(in: bytes)
      return names.firstIndex { $0.hasSameBytes(as: name) }
    }
    return names.firstIndex { bytes.extracting(range).equals($0) }
  }

  /// The string or number that comes next as an ID; another value is passed over.
  private func scalarContent(
    with parser: inout JSONParser, in bytes: Span<UInt8>
  ) throws(JSONError) -> IDRow.Content {
    switch try parser.kind(in: bytes) {
    case .string: return IDRow.Content(text: try parser.string(in: bytes))
    case .number: return IDRow.Content(number: try parser.number(in: bytes))
    case .array:
      try parser.skipValue(in: bytes)
      return .malformed(.wrongMemberKind(.array))
    case .object:
      try parser.skipValue(in: bytes)
      return .malformed(.wrongMemberKind(.object))
    case .word(let word):
      try parser.skip(word, in: bytes)
      return .malformed(.wrongMemberKind(word == .null ? .null : .bool))
    }
  }
}
