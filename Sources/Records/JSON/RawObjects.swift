// Objects in a body that are many and mostly passed on: they stay bytes, and only members that are asked for become
// values. What is read here was checked as strictly as what is parsed.

/// An object as it came: a stretch of the body that it stands in, which stays as long as any of its objects.
package struct RawObject: Sendable {
  private let body: RawBody
  private let place: Range<Int>

  fileprivate init(_ body: RawBody, _ place: Range<Int>) {
    self.body = body
    self.place = place
  }

  /// The object's text, from brace to brace.
  package var text: ArraySlice<UInt8> { body.bytes[place] }

  /// The whole object.
  package var object: JSONObject {
    let bytes = body.bytes
    return (try? JSONValue(parsing: bytes.span.extracting(place)))?.object ?? JSONObject()
  }

  /// The same with bytes of its own, for whoever keeps one of many.
  package var alone: RawObject { RawObject(RawBody(Array(text)), 0..<place.count) }

  /// Adds the object in the form that `JSONValue.write` gives it, as far as no blanks stand between its tokens.
  package func write(to bytes: inout [UInt8]) {
    let whole = body.bytes
    if body.isHarmless || whole.span.isHarmless(in: place) {
      bytes.append(contentsOf: whole[place])
    } else {
      JSONValue.object(object).write(to: &bytes)
    }
  }
}

/// The bytes of a body.
private final class RawBody: Sendable {
  let bytes: [UInt8]
  /// Whether that is so of all objects in it.
  let isHarmless: Bool

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // Many end with a line.
    let isLine = bytes.last == .lineFeed
    isHarmless = bytes.span.isHarmless(in: 0..<bytes.count - (isLine ? 1 : 0))
  }
}

extension Span<UInt8> {
  /// Whether nothing in a range has to be escaped, nor ends a line: printable ASCII, and letters of most scripts.
  fileprivate func isHarmless(in range: Range<Int>) -> Bool {
    // Among the characters that begin so are controls, line separators, and what turns the direction of text.
    firstIndex(in: range) {
      ByteMarks.less($0, 0x20) | ByteMarks.equal($0, 0x7F) | ByteMarks.equal($0, 0xC2)
        | ByteMarks.equal($0, 0xD8) | ByteMarks.equal($0, 0xE2)
    } == range.upperBound
  }
}

/// What the objects of an array are to somebody.
package struct RawObjects<Item> {
  package private(set) var items: [Item] = []
  /// What stands beside the array, where that is a member of an object.
  package private(set) var rest = JSONObject()

  /// Takes a body that is an array of objects, or an object of which a member is one; `nil` for any other, and where one
  /// is no item.
  ///
  /// `names` are the members that are looked at; `item` is given those of them that are there, in the object's order.
  package init?(
    _ body: [UInt8], in member: String? = nil, knowing names: [String],
    item: (JSONObject, RawObject) -> Item?
  ) {
    let names = names.map { (name: $0, bytes: Array($0.utf8)) }
    let shared = RawBody(body)
    var parser = JSONParser()
    do throws(JSONError) {
      if let member {
        guard case .object = try parser.kind(in: body.span) else { return nil }
        var isThere = false
        try parser.eachMember(in: body.span) { (parser, name) throws(JSONError) in
          let isArray = body.span.equals(name, Array(member.utf8))
          if isArray, !isThere, case .array = try parser.kind(in: body.span) {
            isThere = try take(&parser, shared, names, item)
          } else {
            let name = try parser.text(of: name, in: body.span)
            rest.append(name, try parser.value(in: body.span))
          }
        }
        guard isThere else { return nil }
      } else {
        guard case .array = try parser.kind(in: body.span), try take(&parser, shared, names, item)
        else { return nil }
      }
      try parser.finish(in: body.span)
    } catch {
      return nil
    }
  }

  /// Takes the array at the position; `false` where something else than items is in it.
  private mutating func take(
    _ parser: inout JSONParser, _ body: RawBody, _ names: [(name: String, bytes: [UInt8])],
    _ item: (JSONObject, RawObject) -> Item?
  ) throws(JSONError) -> Bool {
    let all = body.bytes
    let bytes = all.span
    guard try parser.enter(before: UInt8(ascii: "]"), in: bytes) else { return true }
    var known = JSONObject()
    repeat {
      guard case .object = try parser.kind(in: bytes) else { return false }
      let start = parser.position
      known.removeAll()
      try parser.eachMember(in: bytes) { (parser, name) throws(JSONError) in
        if let wanted = names.first(where: { bytes.equals(name, $0.bytes) }) {
          known.append(wanted.name, try parser.value(in: bytes))
        } else {
          try parser.skipValue(in: bytes)
        }
      }
      guard let item = item(known, RawObject(body, start..<parser.position)) else { return false }
      items.append(item)
    } while try parser.another(before: UInt8(ascii: "]"), in: bytes)
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
