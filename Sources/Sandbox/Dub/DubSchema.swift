// The fields of a link in requests and what Dub's schema makes of them (Dub dossier, section 5.1). Only
// the first problem is named, in the form `code: path: text` (section 1.1, step 3).

import Records

/// The fields that a request may have, in the order in which they are checked.
struct DubSchema {
  /// What a field takes.
  enum Kind {
    case text(least: Int = 0, most: Int = .max)
    case number(ClosedRange<Double>)
    case flag
    /// The destination.
    case url
    /// Another URL, refused here where it is none.
    case checkedURL
    /// Text with commas, or an array of texts.
    case list
    case texts
    case externalID
    /// A folder: empty text is none.
    case folder
    /// Text without blanks at its ends, of which empty text is none.
    case utm
    case countries
    case variants
  }

  struct Field {
    var name: String
    var kind: Kind
    var takesNull = false
  }

  private let fields: [Field]
  private let needsURL: Bool

  /// Everything that a new link may have.
  static let create = DubSchema(fields: all, needsURL: true)

  /// The same without `url` being required and without what is for new links alone.
  static let change = DubSchema(
    fields: all.filter { !["keyLength", "prefix"].contains($0.name) }, needsURL: false)

  /// What a bulk change takes of it.
  static let bulkChange = DubSchema(
    fields: all.filter {
      !["domain", "key", "externalId", "keyLength", "prefix"].contains($0.name)
    }, needsURL: false)

  static let longestURL = 32_000

  private static let all: [Field] =
    [
      Field(name: "url", kind: .url), Field(name: "domain", kind: .text(most: 190)),
      Field(name: "key", kind: .text(most: 190)),
      Field(name: "keyLength", kind: .number(3...190)), Field(name: "prefix", kind: .text()),
      Field(name: "externalId", kind: .externalID, takesNull: true),
      Field(name: "tenantId", kind: .text(most: 255), takesNull: true),
      Field(name: "programId", kind: .text(), takesNull: true),
      Field(name: "partnerId", kind: .text(), takesNull: true),
    ]
    + ["trackConversion", "archived", "proxy", "rewrite", "doIndex", "publicStats"].map {
      Field(name: $0, kind: .flag)
    } + [
      Field(name: "tagIds", kind: .list), Field(name: "tagNames", kind: .list),
      Field(name: "tagId", kind: .text(), takesNull: true),
      Field(name: "folderId", kind: .folder, takesNull: true),
    ]
    + ["comments", "expiresAt"].map { Field(name: $0, kind: .text(), takesNull: true) } + [
      Field(name: "expiredUrl", kind: .checkedURL, takesNull: true)
    ]
    + ["password", "title", "description", "image", "video"].map {
      Field(name: $0, kind: .text(), takesNull: true)
    } + ["ios", "android"].map { Field(name: $0, kind: .checkedURL, takesNull: true) } + [
      Field(name: "geo", kind: .countries, takesNull: true)
    ] + (DubColumns.utm + ["ref"]).map { Field(name: $0, kind: .utm, takesNull: true) } + [
      Field(name: "testVariants", kind: .variants, takesNull: true),
      Field(name: "testStartedAt", kind: .text(), takesNull: true),
      Field(name: "testCompletedAt", kind: .text(), takesNull: true),
      Field(name: "webhookIds", kind: .texts, takesNull: true),
    ]

  /// The known fields of a value, each as Dub's schema leaves it; the rest is dropped.
  func parse(_ value: JSONValue?, at path: String = "") throws(DubError) -> JSONObject {
    guard let object = value?.object else {
      throw DubIssue.type("object", value, at: path)
    }
    var parsed = JSONObject()
    for field in fields {
      let here = path.isEmpty ? field.name : "\(path).\(field.name)"
      let found = object[field.name]
      switch found {
      case nil where field.name == "url" && needsURL: throw DubIssue.type("string", nil, at: here)
      case nil: continue
      case .some(.null) where field.takesNull: parsed.append(field.name, .null)
      case .some(let found): parsed.append(field.name, try field.kind.parse(found, at: here))
      }
    }
    if !needsURL, let url = parsed["url"]?.filledString, WebURL(url) == nil {
      throw DubIssue.custom("Invalid URL", at: path.isEmpty ? "url" : "\(path).url")
    }
    return parsed
  }
}

/// What the schema says of a value that it refuses.
enum DubIssue {
  static func type(
    _ expected: String, _ found: JSONValue?, at path: String
  ) -> DubError {
    issue("invalid_type", path, "Invalid input: expected \(expected), received \(name(found))")
  }

  static func custom(_ text: String, at path: String) -> DubError { issue("custom", path, text) }

  static func tooBig(_ text: String, at path: String) -> DubError { issue("too_big", path, text) }

  static func tooSmall(_ text: String, at path: String) -> DubError {
    issue("too_small", path, text)
  }

  static func issue(_ code: String, _ path: String, _ text: String) -> DubError {
    DubReply.unprocessable("\(code): \(path): \(text)")
  }

  private static func name(_ value: JSONValue?) -> String {
    switch value {
    case nil: "undefined"
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
