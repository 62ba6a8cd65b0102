// A link as the Dub stand-in keeps it: the columns that rules go by, and the rest by name.

import Records

/// One link of Dub.
package struct DubLink: Sendable, Equatable, Identifiable {
  /// The workspace that the sandbox's keys belong to.
  package static let ownWorkspace = "ws_sandbox"
  package static let domain = "go.example.com"

  package var id: String
  package var externalID: String?
  /// The folder it lies in; `nil` for none.
  package var folderID: String?
  package var isArchived: Bool
  /// The part behind the domain: `_root` for the domain itself, one made from the serial for `nil`.
  package var key: String?
  package var workspace: String
  package var domain: String
  /// Where it leads to; a page made from the serial for `nil`.
  package var destination: String?
  /// The IDs of its tags, in the order in which they were given.
  package var tags: [String]
  /// The other columns by their names in JSON; those that are null, false or 0 are left out.
  var columns: [String: JSONValue] = [:]

  /// The short link where it is not made of domain and key, as after a bulk change of the key.
  var storedShortLink: String?
  /// Its place in the order in which links were made; the store sets it.
  var serial = 0
  /// When a request made and changed it.
  var made: Timestamp?
  var changed: Timestamp?
  /// When a seeded link was made, where its serial does not say.
  var seeded: Timestamp?

  package init(
    id: String, externalID: String? = nil, folderID: String? = nil, isArchived: Bool = false,
    key: String? = nil, workspace: String = Self.ownWorkspace, domain: String = Self.domain,
    url: String? = nil, tags: [String] = []
  ) {
    self.id = id
    self.externalID = externalID
    self.folderID = folderID
    self.isArchived = isArchived
    self.key = key
    self.workspace = workspace
    self.domain = domain
    destination = url
    self.tags = tags
  }

  var isRoot: Bool { key == "_root" }
  var isForeign: Bool { workspace != Self.ownWorkspace }
  var shownKey: String { key ?? Self.seededKey + String(serial, radix: 36) }
  var url: String { destination ?? Self.seededURL + String(serial) }

  /// What stands before the serial in keys and URLs that nobody chose.
  static let seededKey = "s"
  static let seededURL = "https://example.com/page/"

  var createdAt: Timestamp {
    let time = SeededID.firstTime &+ UInt64(truncatingIfNeeded: serial)
    return made ?? seeded ?? Timestamp(microseconds: Int64(truncatingIfNeeded: time) &* 1000)
  }

  static func qrCode(of shortLink: String) -> String {
    "https://api.dub.co/qr?url=\(shortLink)?qr=1"
  }

  var shortLink: String {
    storedShortLink ?? (isRoot ? "https://\(domain)" : "https://\(domain)/\(shownKey)")
  }

  /// A column by its name in JSON.
  subscript(column: String) -> JSONValue {
    get {
      switch column {
      case "id": .string(id)
      case "domain": .string(domain)
      case "key": .string(shownKey)
      case "url": .string(url)
      case "shortLink": .string(shortLink)
      case "externalId": .text(externalID)
      case "folderId": .text(folderID)
      case "archived": .bool(isArchived)
      case "projectId": .string(String(workspace.dropFirst(3)))
      default: columns[column] ?? DubColumns.usual(column)
      }
    }
    set {
      switch column {
      case "id": id = newValue.string ?? id
      case "domain": domain = newValue.string ?? domain
      case "key": key = newValue.string ?? key
      case "url": destination = newValue.string ?? destination
      case "shortLink": storedShortLink = newValue.string ?? storedShortLink
      case "externalId": externalID = newValue.string
      case "folderId": folderID = newValue.string
      case "archived": isArchived = newValue.bool ?? isArchived
      case "projectId": workspace = newValue.string.map { "ws_" + $0 } ?? workspace
      case _ where newValue == DubColumns.usual(column): columns.removeValue(forKey: column)
      default: columns[column] = newValue
      }
    }
  }
}
