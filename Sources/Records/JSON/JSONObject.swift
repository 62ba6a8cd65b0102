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

  /// Every member as it came, repeated names included.
  package private(set) var members: [Member]

  package init(_ members: [Member] = []) {
    self.members = members
  }

  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member($0, $1) })
  }

  /// The value under a name; of several, the last, as nearly every JSON parser has it.
  ///
  /// Names are compared byte by byte. The cost grows with the number of members.
  package subscript(name: String) -> JSONValue? {
    // From the end, in place and without a closure, since answers are looked into for many names.
    let members = members.span
    var index = members.count - 1
    while index >= 0, !members[index].name.hasSameBytes(as: name) { index -= 1 }
    // Not by a choice of two values: `nil` is one of JSON's own there.
    guard index >= 0 else { return nil }
    return members[index].value
  }

  /// The same object with the members of another one: they take the place of those with their names, and
  /// objects are merged in turn.
  package func merging(_ other: JSONObject) -> JSONObject {
    if other.members.isEmpty { return self }
    var merged = self
    for member in other.members {
      var value = member.value
      if case .object(let inner) = value, let mine = self[member.name]?.object {
        value = .object(mine.merging(inner))
      }
      let places = merged.members.indices.filter {
        merged.members[$0].name.hasSameBytes(as: member.name)
      }
      if let place = places.last {
        merged.members[place].value = value
      } else {
        merged.append(member.name, value)
      }
    }
    return merged
  }

  /// Adds a member at the end, whether or not the name is there already.
  package mutating func append(_ name: String, _ value: JSONValue) {
    members.append(Member(name, value))
  }
}
