// What Dub's schema makes of one value of each kind.

import Records

extension DubSchema.Kind {
  /// The value as the schema leaves it.
  func parse(_ value: JSONValue, at path: String) throws(DubError) -> JSONValue {
    switch self {
    case .text(let least, let most):
      return .string(try Self.text(value, least: least, most: most, at: path))
    case .number(let range): return try Self.number(value, range, at: path)
    case .flag:
      guard value.bool != nil else { throw DubIssue.type("boolean", value, at: path) }
      return value
    case .url:
      return .string(Self.withScheme(try Self.text(value, most: DubSchema.longestURL, at: path)))
    case .checkedURL: return try Self.checkedURL(value, at: path)
    case .list: return try Self.list(value, at: path)
    case .texts:
      guard let values = value.array else { throw DubIssue.type("array", value, at: path) }
      return try Self.texts(values, at: path)
    case .externalID:
      let text = try Self.text(value, least: 1, most: 255, at: path)
      return .string(text.hasPrefix("ext_") ? String(text.dropFirst(4)) : text)
    case .folder:
      let text = try Self.text(value, at: path)
      return text.isEmpty ? .null : .string(text)
    case .utm:
      guard let text = value.string else { throw DubIssue.type("string", value, at: path) }
      let trimmed = Self.trimmed(text)
      _ = try Self.text(.string(trimmed), most: 255, at: path)
      return trimmed.isEmpty ? .null : .string(trimmed)
    case .countries: return try Self.countries(value, at: path)
    case .variants: return try Self.variants(value, at: path)
    }
  }

  /// Lengths are in UTF-16 units, as JavaScript counts.
  private static func text(
    _ value: JSONValue, least: Int = 0, most: Int = .max, at path: String
  ) throws(DubError) -> String {
    guard let text = value.string else { throw DubIssue.type("string", value, at: path) }
    let count = text.utf16.count
    guard count >= least else {
      throw DubIssue.tooSmall("Too small: expected string to have >=\(least) characters", at: path)
    }
    guard count <= most else {
      throw DubIssue.tooBig("Too big: expected string to have <=\(most) characters", at: path)
    }
    return text
  }

  private static func number(
    _ value: JSONValue, _ range: ClosedRange<Double>, at path: String
  ) throws(DubError) -> JSONValue {
    guard let number = value.number?.double else { throw DubIssue.type("number", value, at: path) }
    guard number >= range.lowerBound else {
      throw DubIssue.tooSmall(
        "Too small: expected number to be >=\(Int(range.lowerBound))", at: path)
    }
    guard number <= range.upperBound else {
      throw DubIssue.tooBig("Too big: expected number to be <=\(Int(range.upperBound))", at: path)
    }
    return value
  }

  /// A URL as it was sent; one without a scheme that has a dot gets `https://` and its normal form.
  private static func withScheme(_ text: String) -> String {
    guard WebURL(text) == nil, text.contains("."), !text.contains(" ") else { return text }
    return WebURL("https://" + text)?.text ?? text
  }

  private static func checkedURL(_ value: JSONValue, at path: String) throws(DubError) -> JSONValue
  {
    let url = withScheme(try text(value, most: DubSchema.longestURL, at: path))
    guard WebURL(url) != nil else { throw DubIssue.custom("Invalid URL", at: path) }
    return .string(url)
  }

  private static func list(_ value: JSONValue, at path: String) throws(DubError) -> JSONValue {
    if let text = value.string { return .array(DubQuery.separated(text).map(JSONValue.string)) }
    guard let values = value.array, values.allSatisfy({ $0.string != nil }) else {
      throw DubIssue.issue("invalid_union", path, "Invalid input")
    }
    return value
  }

  private static func texts(_ values: [JSONValue], at path: String) throws(DubError) -> JSONValue {
    for (index, value) in values.enumerated() where value.string == nil {
      throw DubIssue.type("string", value, at: "\(path)[\(index)]")
    }
    return .array(values)
  }

  private static func countries(_ value: JSONValue, at path: String) throws(DubError) -> JSONValue {
    guard let object = value.object else { throw DubIssue.type("object", value, at: path) }
    var parsed = JSONObject()
    for member in object.distinct.members {
      let here = "\(path).\(member.name)"
      guard member.name.utf8.count == 2, member.name.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
      else { throw DubIssue.issue("invalid_key", here, "Invalid key in record") }
      parsed.append(member.name, try checkedURL(member.value, at: here))
    }
    return .object(parsed)
  }

  private static func variants(_ value: JSONValue, at path: String) throws(DubError) -> JSONValue {
    guard let values = value.array else { throw DubIssue.type("array", value, at: path) }
    var parsed: [JSONValue] = []
    for (index, value) in values.enumerated() {
      let here = "\(path)[\(index)]"
      guard let object = value.object else { throw DubIssue.type("object", value, at: here) }
      guard let url = object["url"] else {
        throw DubIssue.type("string", nil, at: here + ".url")
      }
      guard let share = object["percentage"] else {
        throw DubIssue.type("number", nil, at: here + ".percentage")
      }
      parsed.append([
        "url": try checkedURL(url, at: here + ".url"),
        "percentage": try number(share, 10...90, at: here + ".percentage"),
      ])
    }
    guard values.count >= 2 else {
      throw DubIssue.tooSmall("Too small: expected array to have >=2 items", at: path)
    }
    guard values.count <= 4 else {
      throw DubIssue.tooBig("Too big: expected array to have <=4 items", at: path)
    }
    return .array(parsed)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text.unicodeScalars[...]
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
