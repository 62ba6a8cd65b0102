// One link of a POST or PUT body, checked (Hoko dossier, sections 4 and 5).

import Records

/// What a request says of one link.
struct HokoChange {
  /// The link to change; `nil` for a new one.
  var id: HokoID?
  var fields: JSONObject

  /// Takes an element of a body; anything wrong with it is the one refusal that Hoko has.
  init(_ value: JSONValue, takesID: Bool, _ collections: Set<HokoID>) throws(HokoError) {
    guard let object = value.object?.distinct else { throw HokoReply.invalidRequest }
    if takesID, let value = object["id"] {
      guard let id = value.string.flatMap({ HokoID($0) }) else { throw HokoReply.invalidRequest }
      self.id = id
    }
    fields = object.without(["id", "createdAt", "updatedAt"])
    guard id != nil || fields["url"] != nil && fields["collectionId"] != nil else {
      throw HokoReply.invalidRequest
    }
    for field in fields.members where !Self.isTaken(field, collections) {
      throw HokoReply.invalidRequest
    }
  }

  /// Whether a field may have its value; a field that the dossier does not know may have any.
  private static func isTaken(_ field: JSONObject.Member, _ collections: Set<HokoID>) -> Bool {
    switch (field.name, field.value) {
    case ("url", let value): isWebURL(value)
    case ("collectionId", let value):
      value.string.flatMap { HokoID($0) }.map(collections.contains) ?? false
    case ("title", .null), ("description", .null), ("image", .null), ("utm", .null),
      ("externalId", .null), ("tenantId", .null), ("partnerId", .null):
      true
    case ("title", let value), ("description", let value), ("tenantId", let value):
      value.string != nil
    case ("externalId", let value): value.filledString != nil
    case ("image", let value): isWebURL(value)
    case ("partnerId", let value): value.string.flatMap { HokoID($0) } != nil
    case ("utm", let value):
      value.object?.members.allSatisfy { $0.value == .null || $0.value.string != nil } ?? false
    default: true
    }
  }

  private static func isWebURL(_ value: JSONValue) -> Bool {
    guard let url = value.string.flatMap({ WebURL($0) }) else { return false }
    return url.scheme == "http" || url.scheme == "https"
  }
}

extension [HokoChange] {
  /// Whether an ID stands twice.
  var hasRepeatedIDs: Bool {
    var seen: Set<HokoID> = []
    return contains { $0.id.map { !seen.insert($0).inserted } ?? false }
  }
}
