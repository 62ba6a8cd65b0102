// The elements of one JSON array, one after the other, however many there are; it may be that of the results in a
// document of linkctl's own. The array's own brackets and commas must be right: behind a fault in them no element can be told from the next.

/// A reader of the elements of a JSON array.
struct JSONElementReader: Sendable {
  /// An element, or why there is none.
  struct Element<Value> {
    /// The line on which it begins.
    let line: Int
    let result: Result<Value, JSONElementFault>
  }

  private enum State {
    case beforeArray
    case beforeFirst
    case afterElement
    case afterArray
  }

  private var window: TextWindow
  private var state = State.beforeArray
  /// Whether the array stands in a document of results.
  private var isInDocument = false

  init(_ window: TextWindow) {
    self.window = window
  }

  /// How many bytes of the text were gone past so far.
  var bytesRead: Int { window.passed }

  /// The text of the element read last, where the window keeps it.
  var text: [UInt8]? { window.text }

  /// The next element as `read` understands it, or `nil` behind the last.
  ///
  /// `read` gets the element's bytes and more, and must leave the parser behind the element. It may be
  /// called again for the same element, with more bytes.
  mutating func next<Value>(
    _ read: (inout JSONParser, Span<UInt8>) throws(JSONError) -> Value
  ) throws(InputError) -> Element<Value>? {
    guard try findElement() else { return nil }
    window.beginText()
    let line = window.line
    while true {
      switch parse(read) {
      case .success(let parsed):
        window.drop(parsed.length)
        return Element(line: line, result: .success(parsed.value))
      case .failure(let error) where error.reason != .unexpectedEnd:
        return Element(line: line, result: .failure(try passOver(error)))
      case .failure where window.isFull:
        try skip()
        return Element(line: line, result: .failure(.tooLong(limit: window.limits.record)))
      case .failure(let error):
        guard try window.more() else { throw fault(error) }
      }
    }
  }

  /// Tries to read the element at the front from what is in the window.
  private func parse<Value>(
    _ read: (inout JSONParser, Span<UInt8>) throws(JSONError) -> Value
  ) -> Result<(value: Value, length: Int), JSONError> {
    let bytes = window.bytes.span.extracting(window.visible)
    var parser = JSONParser()
    do throws(JSONError) {
      let value = try read(&parser, bytes)
      // A number that ends where the bytes do may go on behind them, and a bracket is due anyway.
      if parser.position == bytes.count {
        throw JSONError(offset: bytes.count, reason: .unexpectedEnd)
      }
      return .success((value, parser.position))
    } catch {
      return .failure(error)
    }
  }

  /// Steps to the next element; false where the array ends, or where there is nothing at all.
  private mutating func findElement() throws(InputError) -> Bool {
    while true {
      guard let byte = try window.nextByte() else {
        if state == .beforeArray || state == .afterArray { return false }
        throw fault(.unexpectedEnd)
      }
      switch state {
      case .beforeArray:
        if byte != UInt8(ascii: "[") { try enterDocument() }
        state = .beforeFirst
      case .beforeFirst:
        if byte != UInt8(ascii: "]") {
          state = .afterElement
          return true
        }
        try leaveArray()
        continue
      case .afterElement:
        if byte == UInt8(ascii: ",") {
          window.drop(1)
          return try elementFollows()
        }
        guard byte == UInt8(ascii: "]") else { throw fault(.unexpectedByte(byte)) }
        try leaveArray()
        continue
      case .afterArray:
        throw fault(.trailingBytes)
      }
      window.drop(1)
    }
  }

  /// Steps to the bracket of the results in a document; anything else is no array.
  private mutating func enterDocument() throws(InputError) {
    guard let length = try ResultDocument.lengthOfHead(in: &window) else {
      throw InputError(window.name, line: window.line, .notAnArray)
    }
    window.drop(length)
    isInDocument = true
  }

  /// Steps over the array's closing bracket, and over the rest of the document that it stands in.
  private mutating func leaveArray() throws(InputError) {
    state = .afterArray
    guard isInDocument else { return window.drop(1) }
    switch try ResultDocument.lengthOfTail(in: &window) {
    case .success(let length): window.drop(length)
    case .failure(let error): throw fault(error)
    }
  }

  private mutating func elementFollows() throws(InputError) -> Bool {
    guard try window.nextByte() != nil else { throw fault(.unexpectedEnd) }
    return true
  }

  /// Passes over an element that is wrong only inside, or throws where it is not clear where it ends.
  private mutating func passOver(_ error: JSONError) throws(InputError) -> JSONElementFault {
    switch error.reason {
    case .notUTF8, .loneSurrogate, .malformedEscape, .tooDeep:
      try skip()
      return .json(error.reason)
    case .unexpectedEnd, .unexpectedByte, .trailingBytes, .malformedNumber, .controlCharacter:
      throw fault(error)
    }
  }

  private mutating func skip() throws(InputError) {
    var skipper = JSONSkipper()
    repeat {
      let range = window.start..<window.bytes.count
      let end = skipper.end(in: window.bytes.span, range: range)
      window.drop((end ?? range.upperBound) - range.lowerBound)
      if end != nil { return }
    } while try window.more()
    throw fault(.unexpectedEnd)
  }

  private func fault(_ error: JSONError) -> InputError {
    InputError(window.name, line: window.line(ofByte: error.offset), .json(error.reason))
  }

  private func fault(_ reason: JSONError.Reason) -> InputError {
    InputError(window.name, line: window.line, .json(reason))
  }
}

/// Why an element cannot be used though the array around it is sound.
enum JSONElementFault: Error {
  case tooLong(limit: Int)
  case json(JSONError.Reason)
}

/// The way over an element that cannot be parsed: only strings and brackets are kept track of.
struct JSONSkipper {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// The comma or bracket behind the element, or `nil` where this piece has none.
  mutating func end(in bytes: Span<UInt8>, range: Range<Int>) -> Int? {
    for index in range {
      let byte = bytes[index]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else {
          isEscaped = byte == UInt8(ascii: "\\")
          isInString = byte != .quote
        }
        continue
      }
      switch byte {
      case .quote: isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ",") where depth == 0: return index
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 { return index }
        depth -= 1
      default: break
      }
    }
    return nil
  }
}
