// JSON text from values: compact, and harmless on a terminal or inside a script, since every control
// character is escaped.

extension JSONValue {
  /// The value as compact JSON.
  package var bytes: [UInt8] {
    if let row = object?.written { return row.bytes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(plainCount)
    write(to: &bytes)
    return bytes
  }

  /// How many bytes the text takes where nothing in it has to be escaped.
  private var plainCount: Int {
    switch self {
    case .null: 4
    case .bool: 5
    case .number(let number): number.text.utf8.count
    case .string(let text): text.utf8.count + 2
    case .array(let elements): elements.reduce(2) { $0 + $1.plainCount + 1 }
    case .object(let object):
      object.written?.bytes.count ?? Self.plainCount(of: object.members.span)
    }
  }

  private static func plainCount(of members: Span<JSONObject.Member>) -> Int {
    var count = 2
    for index in members.indices {
      count += members[index].name.utf8.count + members[index].value.plainCount + 4
    }
    return count
  }

  /// Adds the value as JSON text, without a line end.
  package func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements): Self.write(elements, to: &bytes)
    case .object(let object): Self.write(object, to: &bytes)
    }
  }

  /// Adds a text as a JSON string, quotes included.
  ///
  /// Escaped are what RFC 8259 demands, DEL, the C1 controls, the line separators U+2028 and U+2029, and what
  /// turns the direction of the text that follows.
  package static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let plain = text.utf8.span
    if plain.isPlainJSONText {
      bytes.append(copying: plain)
    } else {
      for scalar in text.unicodeScalars { write(scalar, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func write(_ elements: [JSONValue], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      element.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func write(_ object: JSONObject, to bytes: inout [UInt8]) {
    if let written = object.written?.bytes { return bytes.append(copying: written.span) }
    bytes.append(UInt8(ascii: "{"))
    let members = object.members.span
    for index in members.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(members[index].name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      members[index].value.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func write(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\"": bytes.append(contentsOf: #"\""#.utf8)
    case "\\": bytes.append(contentsOf: #"\\"#.utf8)
    case "\n": bytes.append(contentsOf: #"\n"#.utf8)
    case "\r": bytes.append(contentsOf: #"\r"#.utf8)
    case "\t": bytes.append(contentsOf: #"\t"#.utf8)
    case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}", "\u{200F}",
      "\u{2028}"..."\u{202E}",
      "\u{2066}"..."\u{2069}":
      writeEscape(scalar, to: &bytes)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// Adds `\uXXXX`; every escaped character is within the first 65,536.
  private static func writeEscape(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: #"\u"#.utf8)
    for shift: UInt32 in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: scalar.value >> shift & 0xF)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
