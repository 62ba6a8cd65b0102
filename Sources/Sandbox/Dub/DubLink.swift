// A link as the Dub stand-in keeps it, and as it shows it (Dub dossier, section 5.2).

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
  /// Its place in the order in which links were made; the store sets it.
  var serial = 0

  package init(
    id: String, externalID: String? = nil, folderID: String? = nil, isArchived: Bool = false,
    key: String? = nil, workspace: String = Self.ownWorkspace
  ) {
    self.id = id
    self.externalID = externalID
    self.folderID = folderID
    self.isArchived = isArchived
    self.key = key
    self.workspace = workspace
  }

  var isRoot: Bool { key == "_root" }
  var isForeign: Bool { workspace != Self.ownWorkspace }
  var shownKey: String { key ?? "s" + String(serial, radix: 36) }
  var url: String { "https://example.com/page/\(serial)" }
  var shortLink: String {
    isRoot ? "https://\(Self.domain)" : "https://\(Self.domain)/\(shownKey)"
  }

  /// The link as JSON, every field of the dossier there.
  var json: JSONValue {
    let time = SeededID.firstTime &+ UInt64(truncatingIfNeeded: serial)
    let made = CalendarText(Timestamp(microseconds: Int64(time) * 1000)).iso8601
    var object: JSONObject = [
      "id": .string(id), "domain": .string(Self.domain), "key": .string(shownKey),
      "url": .string(url), "shortLink": .string(shortLink),
      "qrCode": .string("https://api.dub.co/qr?url=\(shortLink)?qr=1"),
      "externalId": externalID.map(JSONValue.string) ?? .null,
      "archived": .bool(isArchived), "folderId": folderID.map(JSONValue.string) ?? .null,
    ]
    for name in Self.nullFields { object.append(name, .null) }
    for name in Self.falseFields { object.append(name, false) }
    for name in Self.zeroFields { object.append(name, 0) }
    object.append("tags", [])
    object.append("webhookIds", [])
    object.append("userId", "user_sandbox")
    object.append("projectId", .string(String(workspace.dropFirst(3))))
    object.append("workspaceId", .string(workspace))
    object.append("createdAt", .string(made))
    object.append("updatedAt", .string(made))
    return .object(object)
  }

  private static let nullFields = [
    "tenantId", "programId", "partnerId", "expiresAt", "expiredUrl", "disabledAt", "password",
    "title", "description", "image", "video", "ios", "android", "geo", "tagId", "comments",
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "testVariants",
    "testStartedAt", "testCompletedAt", "lastClicked", "identifier",
  ]
  private static let falseFields = [
    "trackConversion", "proxy", "rewrite", "doIndex", "publicStats",
  ]
  private static let zeroFields = [
    "clicks", "leads", "conversions", "sales", "saleAmount",
  ]
}

/// A folder of the sandbox's workspace.
package struct DubFolder: Sendable, Equatable {
  /// What the sandbox's keys may do with the links in it.
  package enum Access: Sendable, Equatable {
    case write
    case read
    case none
  }

  package var id: String
  package var access: Access
  /// A folder of type `mega`, which lists leave out unless it is asked for by name.
  package var isMega: Bool

  package init(id: String, access: Access, isMega: Bool = false) {
    self.id = id
    self.access = access
    self.isMega = isMega
  }
}

/// What is particular to the Dub stand-in.
package struct DubOptions: Sendable {
  /// Links beside the seeded ones, in the order in which they were made.
  package var links: [DubLink] = []
  package var folders: [DubFolder] = []

  package init() {}
}
