// A link of Hoko as lists show it, and how a change goes into it (Hoko dossier, sections 4 and 6).

import Records

extension HokoLink {
  /// Takes a change over: fields left out stay, null clears, utm goes key by key.
  mutating func merge(_ change: JSONObject) {
    for field in change.members {
      switch field.name {
      case "externalId": externalID = field.value.string
      case "utm": mergeUTM(field.value)
      default:
        fields =
          field.value == .null ? fields.without([field.name]) : fields.with(field.name, field.value)
      }
    }
  }

  private mutating func mergeUTM(_ value: JSONValue) {
    var utm = fields["utm"]?.object ?? JSONObject()
    for key in value.object?.members ?? [] {
      utm = key.value == .null ? utm.without([key.name]) : utm.with(key.name, key.value)
    }
    let isCleared = value == .null || utm.members.isEmpty
    fields = isCleared ? fields.without(["utm"]) : fields.with("utm", .object(utm))
  }

  /// The link with everything that requests said of it.
  ///
  /// The dossier saw `id` alone in an answer; the other names are those of requests.
  var shown: JSONObject {
    var object: JSONObject = [
      "id": .string(id.text),
      "url": fields["url"] ?? .string(Self.seededURL + String(serial)),
      "shortUrl": .string(Self.shortURL + String(serial, radix: 36)),
      "collectionId": fields["collectionId"] ?? .string(HokoCollection.first.id.text),
      "externalId": .text(externalID), "tenantId": fields["tenantId"] ?? .null,
      "partnerId": fields["partnerId"] ?? .null,
    ]
    for field in fields.members where object[field.name] == nil {
      object.append(field.name, field.value)
    }
    object.append("createdAt", .string(CalendarText(createdAt).iso8601))
    object.append("updatedAt", .string(CalendarText(changed ?? createdAt).iso8601))
    return object
  }

  /// What stands before the serial in URLs that nobody chose.
  static let seededURL = "https://example.com/page/"
  static let shortURL = "https://hoko.to/s"

  private var createdAt: Timestamp {
    let time = SeededID.firstTime &+ UInt64(truncatingIfNeeded: serial)
    return made ?? seeded ?? Timestamp(microseconds: Int64(truncatingIfNeeded: time) &* 1000)
  }
}
