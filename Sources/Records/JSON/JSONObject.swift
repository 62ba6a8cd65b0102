// The members of a JSON object, in the order in which they stand.

/// A JSON object that keeps the order of its members and every duplicate.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// A name and its value.
  package struct Member: Sendable, Equatable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  private enum Content: Sendable {
    case members([Member])
    /// As text, of which values are made where they are asked for.
    case written(WrittenRow)
  }

  private var content: Content

  package init(_ members: [Member] = []) { content = .members(members) }

  init(_ row: WrittenRow) { content = .written(row) }

  /// Every member as it came, repeated names included.
  package var members: [Member] {
    switch content {
    case .members(let members): members
    case .written(let row): row.members
    }
  }

  /// The row of a CSV file that this is, as it is written, if it is one.
  package var written: WrittenRow? {
    if case .written(let row) = content { row } else { nil }
  }

  /// The name of the first member; no value is made for it.
  package var firstName: String? { firstName { _ in true } }

  /// The first of the members' names of which this is so; no value is made for it.
  package func firstName(where isWanted: (String) -> Bool) -> String? {
    switch content {
    case .members(let members): members.first { isWanted($0.name) }?.name
    case .written(let row): row.firstName(where: isWanted)
    }
  }

  package var isEmpty: Bool {
    switch content {
    case .members(let members): members.isEmpty
    case .written(let row): row.isEmpty
    }
  }

  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }

  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member($0, $1) })
  }

  /// The value under a name; of several, the last, as nearly every JSON parser has it.
  ///
  /// Names are compared byte by byte. The cost grows with the number of members.
  package subscript(name: String) -> JSONValue? {
    let members: [Member]
    switch content {
    case .written(let row): return row[name]
    case .members(let all): members = all
    }
    // From the end, in place and without a closure, since answers are looked into for many names.
    let span = members.span
    var index = span.count - 1
    while index >= 0, !span[index].name.hasSameBytes(as: name) { index -= 1 }
    // Not by a choice of two values: `nil` is one of JSON's own there.
    guard index >= 0 else { return nil }
    return members[index].value
  }

  /// Whether a text stands under a name that is ASCII, with nothing escaped, and of which this is so.
  ///
  /// No value is made for it, so where one was made already it is `false`.
  package func hasPlainText(under name: String, _ isSo: (Span<UInt8>) -> Bool) -> Bool {
    guard let row = written, let text = row.plainText(under: name) else { return false }
    let bytes = row.bytes
    return isSo(bytes.span.extracting(text))
  }

  /// The first text, or number as text, that stands under one of some names and is not empty.
  package func firstText(under names: [String]) -> String? {
    func text(_ value: JSONValue?) -> String? {
      let text = value?.textOrNumber
      return text?.isEmpty == true ? nil : text
    }
    if let row = written { return row.first(of: names, text) }
    return names.lazy.compactMap { text(self[$0]) }.first
  }

  /// Whether there is a value under a name, other than `null`.
  package func holds(_ name: String) -> Bool {
    if let row = written { return row.holds(name) }
    switch self[name] {
    case nil, .null?: return false
    case .some: return true
    }
  }

  /// The same object with the members of another one: they take the place of those with their names, and
  /// objects are merged in turn.
  package func merging(_ other: JSONObject) -> JSONObject {
    if other.isEmpty { return self }
    var merged = members
    for member in other.members {
      var value = member.value
      if case .object(let inner) = value, let mine = self[member.name]?.object {
        value = .object(mine.merging(inner))
      }
      if let place = merged.lastIndex(where: { $0.name.hasSameBytes(as: member.name) }) {
        merged[place].value = value
      } else {
        merged.append(Member(member.name, value))
      }
    }
    return JSONObject(merged)
  }

  /// Takes all members away; room for as many stays.
  mutating func removeAll() {
    guard case .members(var members) = content else { return content = .members([]) }
    content = .members([])
    members.removeAll(keepingCapacity: true)
    content = .members(members)
  }

  /// Adds a member at the end, whether or not the name is there already.
  package mutating func append(_ name: String, _ value: JSONValue) {
    var members = members
    // The members leave their place while they grow, or each addition would copy them.
    content = .members([])
    members.append(Member(name, value))
    content = .members(members)
  }
}
