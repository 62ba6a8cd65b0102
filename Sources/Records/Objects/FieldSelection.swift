// Which fields of a row are taken, where the person leaves some out or names those that count.

/// Fields by their names; a name stands for everything inside it too, and a dotted one for a member.
package struct FieldSelection: Sendable, Equatable {
  /// Where there are any, all others are left out.
  package var only: [String]
  /// These are left out in any case.
  package var ignored: [String]

  package init(only: [String] = [], ignored: [String] = []) {
    self.only = only
    self.ignored = ignored
  }

  /// Whether every field is taken.
  var isAll: Bool { only.isEmpty && ignored.isEmpty }

  /// Whether a column of that name is taken.
  func takes(_ name: String) -> Bool {
    !Self.covers(ignored, name) && (only.isEmpty || Self.covers(only, name))
  }

  /// What is taken of an object.
  func taken(of object: JSONObject) -> JSONObject { isAll ? object : taken(of: object, at: "") }

  private func taken(of object: JSONObject, at place: String) -> JSONObject {
    var taken: [JSONObject.Member] = []
    for member in object.members {
      let name = place + member.name
      if Self.covers(ignored, name) { continue }
      let isTaken = only.isEmpty || Self.covers(only, name)
      guard case .object(let inner) = member.value, isTaken || Self.reachInside(only, name) else {
        if isTaken { taken.append(member) }
        continue
      }
      let rest = self.taken(of: inner, at: name + ".")
      // An object of which nothing is left was not there; one that was empty stays.
      if rest.members.isEmpty, !inner.members.isEmpty { continue }
      taken.append(JSONObject.Member(member.name, .object(rest)))
    }
    return JSONObject(taken)
  }

  /// Whether a field, or one that it is inside of, is among some names.
  private static func covers(_ names: [String], _ field: String) -> Bool {
    names.contains { field == $0 || field.hasPrefix($0 + ".") }
  }

  /// Whether some of the names are inside a field.
  private static func reachInside(_ names: [String], _ field: String) -> Bool {
    names.contains { $0.hasPrefix(field + ".") }
  }
}
