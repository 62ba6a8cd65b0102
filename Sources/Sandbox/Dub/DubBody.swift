// Request bodies of Dub's calls, up to the point where rows are looked at one by one.

import Records

/// Bodies as the schema leaves them.
enum DubBody {
  static func json(_ bytes: [UInt8]) throws(DubError) -> JSONValue {
    guard let value = try? JSONValue(parsing: bytes) else { throw DubReply.invalidJSON }
    return value
  }

  /// The rows of a bulk create: 1 to 100 (Dub dossier, section 1.1, steps 2 and 3).
  static func rows(_ bytes: [UInt8]) throws(DubError) -> [JSONObject] {
    let value = try json(bytes)
    guard let values = value.array else { throw DubIssue.type("array", value, at: "") }
    var rows: [JSONObject] = []
    for (index, value) in values.enumerated() {
      rows.append(try DubSchema.create.parse(value, at: "[\(index)]"))
    }
    guard !rows.isEmpty else {
      throw DubIssue.tooSmall("No links created – you must provide at least one link.", at: "")
    }
    guard rows.count <= 100 else {
      throw DubIssue.tooBig("You can only create up to 100 links at a time.", at: "")
    }
    return rows
  }

  /// Refuses rows with literally the same domain and key; of each group all but the last are listed.
  static func checkDuplicates(_ rows: [JSONObject]) throws(DubError) {
    let places = rows.map { row in
      row["key"]?.filledString.map { "\(row["domain"]?.string ?? "undefined")/\($0)" }
    }
    let found = places.indices.filter { index in
      places[index] != nil && places[(index + 1)...].contains(places[index])
    }
    guard found.isEmpty else {
      let list = found.compactMap { places[$0] }.joined(separator: ", ")
      throw DubReply.badRequest("Duplicate links found: \(list)")
    }
  }

  /// A bulk change (Dub dossier, section 1.3).
  struct Change {
    var linkIDs: [String]
    var externalIDs: [String]
    var data: JSONObject
  }

  static func change(_ bytes: [UInt8]) throws(DubError) -> Change {
    let value = try json(bytes)
    guard let object = value.object else { throw DubIssue.type("object", value, at: "") }
    return Change(
      linkIDs: try ids(object, "linkIds"), externalIDs: try ids(object, "externalIds"),
      data: try DubSchema.bulkChange.parse(object["data"], at: "data"))
  }

  private static func ids(_ object: JSONObject, _ name: String) throws(DubError) -> [String] {
    guard let value = object[name] else { return [] }
    guard let values = value.array else { throw DubIssue.type("array", value, at: name) }
    var ids: [String] = []
    for (index, value) in values.enumerated() {
      guard let id = value.string else {
        throw DubIssue.type("string", value, at: "\(name)[\(index)]")
      }
      ids.append(id)
    }
    guard ids.count <= 100 else {
      throw DubIssue.tooBig("You can only update up to 100 links at a time.", at: name)
    }
    return ids
  }
}
