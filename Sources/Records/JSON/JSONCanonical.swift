// One text for values that differ only in the order of their members, so that they can be told equal.

extension JSONObject {
  /// The object in the one text.
  package var canonicalBytes: [UInt8] { JSONValue.object(self).canonicalBytes }
}

extension JSONValue {
  /// The value as compact JSON with the members of every object in the order of their names' bytes.
  ///
  /// Members of one name keep their order, and numbers their text: `1.0` is not `1`.
  package var canonicalBytes: [UInt8] { sortedByName.bytes }

  private var sortedByName: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.sortedByName))
    case .object(let object):
      let members = object.members.enumerated().sorted { left, right in
        let (first, second) = (left.element.name.utf8, right.element.name.utf8)
        if first.elementsEqual(second) { return left.offset < right.offset }
        return first.lexicographicallyPrecedes(second)
      }
      return .object(
        JSONObject(
          members.map { JSONObject.Member($0.element.name, $0.element.value.sortedByName) }))
    case .null, .bool, .number, .string: return self
    }
  }
}
