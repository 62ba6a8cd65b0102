// The document that linkctl prints as `-o json`: its results are an array inside it.

enum ResultDocument {
  /// How many bytes stand before the first result, where a window is at the start of such a document; `nil`
  /// where it is at anything else.
  ///
  /// The window may read on; nothing is taken from it.
  static func lengthOfHead(in window: inout TextWindow) throws(InputError) -> Int? {
    while true {
      switch lengthOfHead(in: window.bytes.span.extracting(window.visible)) {
      case .success(let length): return length
      case .failure(let error):
        guard error.reason == .unexpectedEnd, !window.isFull, try window.more() else { return nil }
      }
    }
  }

  /// How many bytes stand behind the results, from their bracket on; the document must end behind them.
  static func lengthOfTail(in window: inout TextWindow) throws(InputError) -> Result<Int, JSONError>
  {
    while true {
      let result = lengthOfTail(in: window.bytes.span.extracting(window.visible))
      guard case .failure(let error) = result, error.reason == .unexpectedEnd, !window.isFull,
        try window.more()
      else { return result }
    }
  }

  private static func lengthOfHead(in bytes: Span<UInt8>) -> Result<Int?, JSONError> {
    var parser = JSONParser()
    var names: Set<String> = []
    do throws(JSONError) {
      guard case .object = try parser.kind(in: bytes),
        try parser.enter(before: UInt8(ascii: "}"), in: bytes)
      else { return .success(nil) }
      repeat {
        try parser.findName(in: bytes)
        let name = try parser.string(in: bytes)
        try parser.skipColon(in: bytes)
        let kind = try parser.kind(in: bytes)
        if name == "results" {
          guard case .array = kind, names == ["operation", "provider"] else { return .success(nil) }
          return .success(parser.position)
        }
        guard case .string = kind else { return .success(nil) }
        try parser.skipString(in: bytes)
        names.insert(name)
      } while try parser.another(before: UInt8(ascii: "}"), in: bytes)
      return .success(nil)
    } catch {
      return .failure(error)
    }
  }

  private static func lengthOfTail(in bytes: Span<UInt8>) -> Result<Int, JSONError> {
    var parser = JSONParser(startingAt: 1)
    do throws(JSONError) {
      // The object that was entered is left by its own bracket.
      while try parser.another(behindMemberIn: bytes) {
        try parser.findName(in: bytes)
        try parser.skipString(in: bytes)
        try parser.skipColon(in: bytes)
        try parser.skipValue(in: bytes)
      }
      return .success(parser.position)
    } catch {
      return .failure(error)
    }
  }
}
