// Dub's fields, and the rules of keys, external IDs and URLs that its code shows.

import HTTP
import Records

enum DubFields {
  /// What a created link may have; where `null` is not taken, Dub refuses the whole request for it.
  static let creation = FieldTable(
    [
      Field("url", form: .url, longest: 32_000, isRequired: true, means: .destination),
      Field("keyLength", .integer(3...190)), Field("prefix", form: .name),
    ] + common)

  /// What of a link can be changed.
  static let modification = FieldTable(
    [Field("url", form: .url, longest: 32_000, means: .destination)] + common)

  private static let common = [
    Field("domain", form: .name, longest: 190, isShared: true, means: .domain),
    Field("key", form: .name, longest: 190, means: .slug),
    // Dub takes 255, but the column holds 191 and cuts without a word.
    Field("externalId", form: .name, longest: 191, takesNull: true, means: .externalID),
    Field("tenantId", form: .name, longest: 191, takesNull: true),
    Field("programId", form: .name, takesNull: true),
    Field("partnerId", form: .name, takesNull: true), Field("trackConversion", .boolean),
    Field("archived", .boolean, means: .archived), Field("proxy", .boolean),
    Field("rewrite", .boolean),
    Field("doIndex", .boolean), Field("publicStats", .boolean),
    Field("tagIds", .list, means: .tags, as: .own),
    Field("tagNames", .list, means: .tags, shown: "tags"),
    Field("tagId", form: .name, takesNull: true, means: .tags, as: .own),
    Field("folderId", form: .name, takesNull: true, means: .folder),
    Field("comments", takesNull: true),
    Field("expiresAt", form: .moment, takesNull: true, means: .expires),
    Field("expiredUrl", form: .url, longest: 32_000, takesNull: true, means: .expiredDestination),
    Field("password", longest: 191, takesNull: true, means: .password),
    Field("title", takesNull: true, means: .title),
    Field("description", takesNull: true, means: .description),
    Field("image", takesNull: true, means: .image),
    Field("video", takesNull: true), Field("ios", form: .url, longest: 32_000, takesNull: true),
    Field("android", form: .url, longest: 32_000, takesNull: true),
    Field("geo", .object, form: .url, takesNull: true),
    Field("utm_source", longest: 255, takesNull: true, means: .utmSource),
    Field("utm_medium", longest: 255, takesNull: true, means: .utmMedium),
    Field("utm_campaign", longest: 255, takesNull: true, means: .utmCampaign),
    Field("utm_term", longest: 255, takesNull: true, means: .utmTerm),
    Field("utm_content", longest: 255, takesNull: true, means: .utmContent),
    Field("ref", longest: 255, takesNull: true), Field("testVariants", .values, takesNull: true),
    Field("testStartedAt", form: .moment, takesNull: true),
    Field("testCompletedAt", form: .moment, takesNull: true),
    Field("webhookIds", .list, takesNull: true),
    .shown("clicks", means: .clicks), .shown("createdAt", means: .created),
  ]

  /// Texts that Dub stores as they are sent, or cuts.
  static let keptTexts = ["comments", "title", "description", "tenantId"]

  /// Refuses a destination that is none: a scheme is added where there is a dot, and nothing else helps.
  static func checkURL(_ url: String) throws(InvalidLink) {
    let mayBeOne = url.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    guard mayBeOne else {
      throw .badValue(field: "url", reason: "\(url.isEmpty ? "is empty" : "is not a valid URL")")
    }
  }

  /// Refuses a key of characters or of a form that Dub's own check refuses (`key-checks.ts`).
  static func checkKey(_ key: String) throws(InvalidLink) {
    let stripped = stripped(key)
    let fault: String? =
      if stripped.isEmpty {
        "is empty"
      } else if let odd = PlacedCharacter(in: key, where: { !isAllowed($0) }) {
        odd.words + ", and no key may have that"
      } else if stripped.hasPrefix("_"), stripped != "_root" {
        "begins with _"
      } else if stripped.hasPrefix(".well-known") {
        "begins with .well-known"
      } else if stripped.hasSuffix(".php") || stripped.hasSuffix(".php7") {
        "ends with .php"
      } else {
        nil
      }
    if let fault { throw .badValue(field: "key", reason: fault) }
  }

  /// Keys as Dub's database compares them: as they are stored, without regard to case.
  static func normalized(key: String) -> String { stored(key: key).lowercased() }

  /// Keys as Dub stores them: without slashes around them, in ASCII (`keys.ts`).
  static func stored(key: String) -> String { Punycode.ascii(stripped(key)) }

  /// External IDs are stored without the prefix by which the API tells them from link IDs.
  static func bare(externalID id: String) -> String {
    id.hasPrefix(Dub.externalPrefix) ? String(id.dropFirst(Dub.externalPrefix.count)) : id
  }

  private static func stripped(_ key: String) -> String {
    let inner = key.drop { $0 == "/" }
    guard let last = inner.lastIndex(where: { $0 != "/" }) else { return "" }
    return String(inner[...last])
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z", "_", "-", "/", ".": true
    default: scalar.value >= 0x80
    }
  }
}
