// Fields that are given as text outside of any file, such as `archived=true`.

/// A field and the text of its value.
package struct Assignment: Sendable, Equatable {
  package let field: String
  package let text: String

  package init(field: String, text: String) {
    self.field = field
    self.text = text
  }
}

extension RowShape {
  /// The object that some assignments make.
  ///
  /// Values take their field's type as in a CSV cell, and nothing is an empty text. A field that is assigned again keeps the last value.
  package func object(of assignments: [Assignment]) throws(RowFault) -> JSONObject {
    var object = JSONObject()
    for assignment in assignments {
      let reader = CellReader(field: assignment.field, type: type(of: assignment.field))
      let value = try reader.value(Array(assignment.text.utf8).span) ?? .string("")
      object = Self.setting(assignment.field.split(separator: ".")[...], to: value, in: object)
    }
    return object
  }

  private static func setting(
    _ path: ArraySlice<Substring>, to value: JSONValue, in object: JSONObject
  ) -> JSONObject {
    guard let name = path.first.map(String.init) else { return object }
    let rest = path.dropFirst()
    let new =
      rest.isEmpty
      ? value : .object(setting(rest, to: value, in: object[name]?.object ?? JSONObject()))
    var members = object.members.filter { $0.name != name }
    members.append(JSONObject.Member(name, new))
    return JSONObject(members)
  }
}
