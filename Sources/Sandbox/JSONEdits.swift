// Changes to JSON objects that the stand-ins need and linkctl does not.

import Records

extension JSONObject {
  /// The object without the members of some names.
  func without(_ names: Set<String>) -> JSONObject {
    JSONObject(members.filter { !names.contains($0.name) })
  }

  /// The object with one member of that name: in the place of the first, else at the end.
  func with(_ name: String, _ value: JSONValue) -> JSONObject {
    var members = members
    if let place = members.firstIndex(where: { $0.name == name }) {
      members[place].value = value
    } else {
      members.append(Member(name, value))
    }
    return JSONObject(members)
  }

  /// The object with the members of another one behind its own.
  func followed(by other: JSONObject) -> JSONObject { JSONObject(members + other.members) }

  /// The members without repeated names; of several, the last counts.
  var distinct: JSONObject {
    members.reduce(into: JSONObject()) { $0 = $0.with($1.name, $1.value) }
  }
}

extension JSONValue {
  static func int(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

  /// The text, or null where there is none.
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// The text of a string that is not empty.
  var filledString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}
