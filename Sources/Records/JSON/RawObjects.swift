// Objects in a body that are many and mostly passed on: they stay bytes, and only members that are asked for become
// values. What is read here was checked as strictly as what is parsed.

/// An object as it came.
package struct RawObject: Sendable {
  /// The object's text, from brace to brace.
  package let text: [UInt8]
  /// The members that were asked for, in their order.
  package let known: JSONObject

  /// The whole object.
  package var object: JSONObject { (try? JSONValue(parsing: text))?.object ?? JSONObject() }

  /// Adds the object in the form that `JSONValue.write` gives it, as far as no blanks stand between its tokens.
  package func write(to bytes: inout [UInt8]) {
    if Self.isHarmless(text.span) {
      bytes.append(contentsOf: text)
    } else {
      JSONValue.object(object).write(to: &bytes)
    }
  }

  /// Whether nothing in it has to be escaped, nor ends a line: printable ASCII, and letters of most scripts.
  private static func isHarmless(_ text: Span<UInt8>) -> Bool {
    // Among the characters that begin so are controls, line separators, and what turns the direction of text.
    var isSuspect = false
    for index in text.indices {
      let byte = text[index]
      isSuspect =
        isSuspect || byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2
    }
    return !isSuspect
  }
}

/// The objects of an array.
package struct RawObjects: Sendable {
  package private(set) var objects: [RawObject] = []
  /// What stands beside the array, where that is a member of an object.
  package private(set) var rest = JSONObject()

  /// Takes a body that is an array of objects, or an object of which a member is one; `nil` for any other.
  ///
  /// `names` are the members that are looked at.
  package init?(_ body: [UInt8], in member: String? = nil, knowing names: [String]) {
    let names = names.map { Array($0.utf8) }
    var parser = JSONParser()
    do throws(JSONError) {
      if let member {
        guard case .object = try parser.kind(in: body.span) else { return nil }
        var isThere = false
        try parser.eachMember(in: body.span) { (parser, name) throws(JSONError) in
          let isArray = body.span.equals(name, Array(member.utf8))
          if isArray, !isThere, case .array = try parser.kind(in: body.span) {
            isThere = try take(&parser, body, names)
          } else {
            let name = try parser.text(of: name, in: body.span)
            rest.append(name, try parser.value(in: body.span))
          }
        }
        guard isThere else { return nil }
      } else {
        guard case .array = try parser.kind(in: body.span), try take(&parser, body, names) else {
          return nil
        }
      }
      try parser.finish(in: body.span)
    } catch {
      return nil
    }
  }

  /// Takes the array at the position; `false` where something else than objects is in it.
  private mutating func take(
    _ parser: inout JSONParser, _ body: [UInt8], _ names: [[UInt8]]
  ) throws(JSONError) -> Bool {
    guard try parser.enter(before: UInt8(ascii: "]"), in: body.span) else { return true }
    repeat {
      guard case .object = try parser.kind(in: body.span) else { return false }
      let start = parser.position
      var known = JSONObject()
      try parser.eachMember(in: body.span) { (parser, name) throws(JSONError) in
        if let wanted = names.first(where: { body.span.equals(name, $0) }) {
          let value = try parser.value(in: body.span)
          known.append(String(decoding: wanted, as: UTF8.self), value)
        } else {
          try parser.skipValue(in: body.span)
        }
      }
      objects.append(RawObject(text: Array(body[start..<parser.position]), known: known))
    } while try parser.another(before: UInt8(ascii: "]"), in: body.span)
    return true
  }
}

extension JSONParser {
  /// Goes through the members of the object at the position; `visit` is given the place of a name's text and takes the
  /// value.
  fileprivate mutating func eachMember(
    in bytes: Span<UInt8>,
    _ visit: (inout JSONParser, Range<Int>) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try enter(before: UInt8(ascii: "}"), in: bytes) else { return }
    repeat {
      try findName(in: bytes)
      let start = position + 1
      try skipString(in: bytes)
      let name = start..<position - 1
      try skipColon(in: bytes)
      try visit(&self, name)
    } while try another(before: UInt8(ascii: "}"), in: bytes)
  }

  /// The text of a name that was stepped over.
  fileprivate func text(of name: Range<Int>, in bytes: Span<UInt8>) throws(JSONError) -> String {
    var parser = JSONParser(startingAt: name.lowerBound - 1)
    return try parser.string(in: bytes)
  }
}

extension Span<UInt8> {
  /// Whether these bytes stand in a range.
  ///
  /// A name that is written with escapes is equal to none; whatever it is called is then passed on with the object.
  fileprivate func equals(_ range: Range<Int>, _ other: [UInt8]) -> Bool {
    guard range.count == other.count else { return false }
    for offset in 0..<other.count where self[range.lowerBound + offset] != other[offset] {
      return false
    }
    return true
  }
}
