// JSON as a value. It is our own because Foundation's parser changes numbers of more than 38 digits,
// cannot stream an array of a million elements, and is slow. The rule kept here: what is not
// understood passes through unchanged, number text included.

/// Any JSON value (RFC 8259).
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The text, where this is a string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value, where this is one.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The number, where this is one.
  package var number: JSONNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The text, or the number as it is written, for what some write as the one and some as the other.
  package var textOrNumber: String? { string ?? number?.text }

  /// The whole number, where this is a number whose text is one (`5`, not `5.0`).
  package var int64: Int64? { number?.int64 }

  /// The elements, where this is an array.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The object, where this is one.
  package var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// What kind of value this is.
  var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// The member of that name, where this is an object that has one; of several, the last.
  package subscript(name: String) -> JSONValue? { object?[name] }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(JSONObject(members.map { JSONObject.Member($0, $1) }))
  }
}
