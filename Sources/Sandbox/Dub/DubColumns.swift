// The columns of Dub's links and how a link is shown (Dub dossier, sections 2, 5.2 and 5.3).

import Records

/// Names of columns.
enum DubColumns {
  static let utm = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"]

  /// What a column holds where nothing was said.
  static func usual(_ column: String) -> JSONValue { usualValues[column] ?? .null }

  /// Those that are not null.
  private static let usualValues: [String: JSONValue] = {
    var values: [String: JSONValue] = ["userId": "user_sandbox", "webhookIds": []]
    for name in falseNames { values[name] = false }
    for name in zeroNames { values[name] = 0 }
    return values
  }()

  /// Whether a column holds text, so that text from a URL can overwrite it.
  static func holdsText(_ column: String) -> Bool { textNames.contains(column) }

  /// Columns between `folderId` and the counts, in the order in which they are shown.
  static let nullNames =
    [
      "tenantId", "programId", "partnerId", "expiresAt", "expiredUrl", "disabledAt", "password",
      "title", "description", "image", "video", "ios", "android", "geo", "comments",
    ] + utm + [
      "linkRetentionCleanupDisabledAt", "testVariants", "testStartedAt", "testCompletedAt",
      "lastClicked",
    ]
  static let falseNames = ["trackConversion", "proxy", "rewrite", "doIndex", "publicStats"]
  static let zeroNames = ["clicks", "leads", "conversions", "sales", "saleAmount"]

  private static let textNames = Set(
    [
      "id", "domain", "key", "url", "shortLink", "externalId", "folderId", "userId", "projectId",
      "tenantId", "programId", "partnerId", "expiredUrl", "password", "title", "description",
      "image", "video", "ios", "android", "comments",
    ] + utm)
}

extension DubLink {
  /// The link as answers show it, every field of the dossier there.
  func shown(_ tags: [String: DubTag]) -> JSONObject {
    var object = commonColumns()
    object.append("qrCode", .string(Self.qrCode(of: shortLink)))
    for name in DubColumns.zeroNames { object.append(name, self[name]) }
    object.append("tagId", .text(self.tags.first))
    object.append("identifier", .null)
    object.append("tags", .array(self.tags.compactMap { tags[$0]?.shown }))
    object.append("webhookIds", self["webhookIds"])
    object.append("workspaceId", .string(workspace))
    return object
  }

  /// The row as the database has it, which some answers show: no tags, `saleAmount` as text.
  var rawRow: JSONObject {
    var object = commonColumns()
    for name in DubColumns.zeroNames where name != "saleAmount" { object.append(name, self[name]) }
    object.append("saleAmount", .string(self["saleAmount"].number?.text ?? "0"))
    for name in ["lastLeadAt", "lastConversionAt", "partnerGroupDefaultLinkId"] {
      object.append(name, .null)
    }
    return object
  }

  private func commonColumns() -> JSONObject {
    let first = ["id", "domain", "key", "url", "shortLink", "externalId", "archived", "folderId"]
    var object = JSONObject()
    for names in [first, DubColumns.nullNames, DubColumns.falseNames, ["userId", "projectId"]] {
      for name in names { object.append(name, self[name]) }
    }
    object.append("createdAt", .string(CalendarText(createdAt).iso8601))
    object.append("updatedAt", .string(CalendarText(changed ?? createdAt).iso8601))
    return object
  }
}
