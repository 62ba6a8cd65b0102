// A link of the providers that are kept by rules. One form serves them all: what differs is in the fields.

package import Records

/// A link as a stand-in holds it.
package struct SandboxLink: Sendable, Equatable, Identifiable {
  /// What names it at the provider; where domain and slug do, they are in it.
  package var id: String
  package var domain: String
  package var slug: String
  package var url: String
  /// How often it was followed.
  package var visits: Int
  /// Whether it is somebody else's than the sandbox's keys'.
  package var isForeign: Bool
  /// The workspace or group that it lies in; empty where the provider has none.
  package var group = ""
  /// What requests said of it besides, by the names that the provider shows.
  package var fields: JSONObject

  /// Its place in the order in which links were made, from 1.
  var serial = 0
  /// When it was made and changed; a time made from the serial for `nil`.
  var made: Timestamp?
  var changed: Timestamp?

  package init(
    id: String, domain: String = "", slug: String, url: String, visits: Int = 0,
    isForeign: Bool = false, fields: JSONObject = [:]
  ) {
    self.id = id
    self.domain = domain
    self.slug = slug
    self.url = url
    self.visits = visits
    self.isForeign = isForeign
    self.fields = fields
  }

  /// What stands before the number in destinations that nobody chose.
  static let seededURL = "https://example.com/page/"

  /// A link that nobody chose anything of: page and title tell its number.
  static func seeded(_ id: String, at domain: String, _ slug: String, number: Int) -> SandboxLink {
    SandboxLink(
      id: id, domain: domain, slug: slug, url: seededURL + String(number),
      fields: ["title": .string("Page \(number)")])
  }

  var madeAt: Timestamp {
    let seeded = SeededID.firstTime &+ UInt64(truncatingIfNeeded: serial)
    return made ?? Timestamp(microseconds: Int64(truncatingIfNeeded: seeded) &* 1000)
  }

  var changedAt: Timestamp { changed ?? madeAt }

  /// Writes a field; `nil` and null take it away.
  mutating func set(_ name: String, _ value: JSONValue?) {
    guard let value, value != .null else {
      fields = fields.without([name])
      return
    }
    fields = fields.with(name, value)
  }

  /// Takes over those of the members that have one of the names; null takes away.
  mutating func take(_ names: Set<String>, from object: JSONObject) {
    for member in object.members where names.contains(member.name) {
      set(member.name, member.value)
    }
  }

  /// The texts of a field that is a list.
  func texts(_ name: String) -> [String] { fields[name]?.array?.compactMap(\.string) ?? [] }
}

extension Timestamp {
  /// As in `2024-01-02T00:00:00.000Z`.
  var iso: String { CalendarText(self).iso8601 }

  /// As in `2024-01-02T00:00:00` and what is to follow.
  func isoSeconds(_ zone: String) -> String { iso.prefix(19) + zone }

  /// As in `2024-01-02 00:00:00`.
  var databaseText: String { "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(8))" }
}
