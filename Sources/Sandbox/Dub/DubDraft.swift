// A request's fields made into a link's columns: what all creates and single changes share (Dub dossier,
// sections 1.3, 2 and 5.1).

import Records

extension DubLink {
  /// A new link of a request, its key not yet decided.
  init(_ body: JSONObject, in workspace: DubWorkspace, at now: Timestamp) {
    self.init(
      id: "", domain: body["domain"]?.filledString ?? workspace.primaryDomain,
      url: body["url"]?.string ?? "")
    let given = Self.utmFields.filter { body[$0] != nil }
    if !given.isEmpty { mergeParameters(given.map { ($0, body[$0]?.string) }) }
    takeColumns(body, at: now)
    takeParametersIntoColumns()
  }

  /// Merges a single change into the link, its key left out.
  ///
  /// Where the URL or a parameter of it is given, the five utm parameters of the URL become those of the
  /// request, or else of the link.
  mutating func merge(_ body: JSONObject, at now: Timestamp) {
    let hasParameters = Self.utmFields.contains { body[$0] != nil }
    if let url = body["url"]?.string { destination = url }
    if hasParameters || body["url"] != nil {
      var parameters = DubColumns.utm.map { ($0, (body[$0] ?? self[$0]).string) }
      if let ref = body["ref"] { parameters.append(("ref", ref.string)) }
      mergeParameters(parameters)
    }
    takeColumns(body, at: now)
    if hasParameters || body["url"] != nil { takeParametersIntoColumns() }
  }

  /// The plain columns of a request.
  mutating func takeColumns(_ body: JSONObject, at now: Timestamp) {
    for member in body.members where Self.plainColumns.contains(member.name) {
      self[member.name] = member.value
    }
    for (name, length) in [("title", 120), ("description", 240)] {
      if let text = body[name]?.string { self[name] = .string(Self.truncated(text, to: length)) }
    }
    for name in ["expiresAt", "testStartedAt", "testCompletedAt"] {
      guard let value = body[name] else { continue }
      // Text that is no date stays as it is, for the rules to refuse.
      let date = value.filledString.flatMap { DubDate($0, at: now) }
      self[name] = date.map { .string($0.text) } ?? (value.filledString == nil ? .null : value)
    }
  }

  /// Sets or takes out parameters of the URL, which is written anew, where there are any to set or out.
  private mutating func mergeParameters(_ parameters: [(name: String, value: String?)]) {
    guard var url = WebURL(url) else { return }
    let isThere = Set(url.parameters.map(\.name))
    guard parameters.contains(where: { $0.value != nil || isThere.contains($0.name) }) else {
      return
    }
    for (name, value) in parameters {
      url.setParameter(name, to: value.map(Self.withFirstPlusAsBlank))
    }
    destination = url.text
  }

  /// The five columns follow the URL; no other parameter of it becomes a column here.
  private mutating func takeParametersIntoColumns() {
    let parameters = WebURL(url)?.parameters ?? []
    for name in DubColumns.utm {
      self[name] = .text(parameters.last { $0.name == name }?.value)
    }
  }

  private static func withFirstPlusAsBlank(_ text: String) -> String {
    guard let plus = text.firstIndex(of: "+") else { return text }
    return text.replacingCharacter(at: plus, with: " ")
  }

  /// The text cut to so many UTF-16 units, the last three of them dots.
  private static func truncated(_ text: String, to length: Int) -> String {
    guard text.utf16.count > length else { return text }
    return String(decoding: text.utf16.prefix(length - 3), as: UTF16.self) + "..."
  }

  static let utmFields = DubColumns.utm + ["ref"]

  private static let plainColumns: Set<String> = [
    "externalId", "tenantId", "programId", "partnerId", "trackConversion", "archived", "proxy",
    "rewrite", "doIndex", "publicStats", "folderId", "comments", "expiredUrl", "password", "image",
    "video", "ios", "android", "geo", "testVariants",
  ]
}

extension String {
  fileprivate func replacingCharacter(at index: Index, with text: String) -> String {
    self[..<index] + text + self[self.index(after: index)...]
  }
}
