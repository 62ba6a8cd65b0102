// The JSON of links of which most members are the same. It is taken from the way in which a provider shows
// any link, so that there is one source of it; only what differs is written for each.

import Records

/// A link's JSON with holes.
struct LinkTemplate: Sendable {
  private var start: [UInt8] = []
  /// The number of each hole and what comes after it.
  private var parts: [(hole: Int, after: [UInt8])] = []

  /// Takes a link apart; the values of the members of those names are the holes, numbered as the names are.
  init(_ specimen: JSONObject, holes names: [String]) {
    append([UInt8(ascii: "{")])
    for (index, member) in specimen.members.enumerated() {
      var bytes: [UInt8] = index == 0 ? [] : [UInt8(ascii: ",")]
      JSONValue.string(member.name).write(to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      if let hole = names.firstIndex(of: member.name) {
        append(bytes)
        parts.append((hole, []))
      } else {
        member.value.write(to: &bytes)
        append(bytes)
      }
    }
    append([UInt8(ascii: "}")])
  }

  private mutating func append(_ bytes: [UInt8]) {
    if parts.isEmpty { start += bytes } else { parts[parts.count - 1].after += bytes }
  }

  /// Writes a link; `fill` writes the JSON of the value that stands in a hole.
  func write(to bytes: inout [UInt8], fill: (Int, inout [UInt8]) -> Void) {
    bytes.append(contentsOf: start)
    for part in parts {
      fill(part.hole, &bytes)
      bytes.append(contentsOf: part.after)
    }
  }
}

extension [UInt8] {
  /// Text as a string of JSON, where it has nothing that would have to be escaped.
  mutating func appendQuoted(_ text: String, _ number: Int? = nil, radix: Int = 10) {
    append(UInt8(ascii: "\""))
    append(contentsOf: text.utf8)
    if let number { appendDigits(number, radix: radix) }
    append(UInt8(ascii: "\""))
  }

  mutating func appendQuoted(_ time: CalendarText) {
    append(UInt8(ascii: "\""))
    time.appendISO8601(to: &self)
    append(UInt8(ascii: "\""))
  }

  /// The digits of a number that is not negative.
  mutating func appendDigits(_ number: Int, radix: Int = 10) {
    var place = 1
    while number / place >= radix { place *= radix }
    while place > 0 {
      let digit = UInt8(number / place % radix)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      place /= radix
    }
  }

  mutating func appendNull() { append(contentsOf: "null".utf8) }

  /// An array of JSON of so many elements, each written by its number.
  static func json(
    arrayOf count: Int, about size: Int, write: (Int, inout [UInt8]) -> Void
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * size + 2)
    bytes.append(UInt8(ascii: "["))
    for number in 0..<count {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      write(number, &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }
}
