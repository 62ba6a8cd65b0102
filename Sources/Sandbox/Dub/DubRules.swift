// What Dub refuses about one link, new or changed (Dub dossier, section 1.2), in its words.

import Records

/// Checks of a link as it would be stored; each throws the first thing that is wrong.
struct DubRules {
  let workspace: DubWorkspace
  let now: Timestamp

  /// Everything but the key, of a link whose fields a request has been merged into.
  func check(_ link: DubLink) throws(DubError) {
    try checkURL(link)
    try checkPlan(link)
    try checkDomain(link)
    try checkDates(link)
  }

  private func checkURL(_ link: DubLink) throws(DubError) {
    if link.url.isEmpty {
      guard link.isRoot else { throw DubReply.badRequest("Missing destination URL") }
    } else if WebURL(link.url) == nil {
      throw DubReply.unprocessable("Invalid destination URL")
    }
  }

  private func checkDomain(_ link: DubLink) throws(DubError) {
    if ["dub.sh", "dub.link"].contains(link.domain),
      link.url.contains("?key=") || link.url.contains("&key=")
    {
      throw DubReply.unprocessable("Malicious URL detected")
    }
    guard workspace.domains.contains(link.domain) else {
      throw DubReply.forbidden("Domain does not belong to workspace.")
    }
    if link.domain == "git.new", WebURL(link.url)?.host != "github.com" {
      throw DubReply.unprocessable(
        "Invalid destination URL. You can only create git.new short links for URLs with the domain "
          + "\"github.com\".")
    }
  }

  /// The features of a link that a plan must have, with Dub's names for them.
  private func checkPlan(_ link: DubLink) throws(DubError) {
    if !workspace.plan.isProOrMore {
      try refuse(
        [
          ("proxy", "custom link previews"), ("password", "password protection"),
          ("rewrite", "link cloaking"), ("expiresAt", "link expiration"),
          ("ios", "iOS targeting"), ("android", "Android targeting"), ("geo", "geo targeting"),
          ("doIndex", "search engine indexing"),
        ], of: link, below: .pro)
    }
    if !workspace.plan.isBusinessOrMore {
      try refuse(
        [("testVariants", "A/B testing"), ("trackConversion", "conversion tracking")], of: link,
        below: .business)
    }
  }

  private func refuse(
    _ features: [(column: String, name: String)], of link: DubLink, below plan: DubPlan
  ) throws(DubError) {
    let used = features.filter { link[$0.column] != DubColumns.usual($0.column) }.map(\.name)
    guard let last = used.last else { return }
    let start = used.dropLast().joined(separator: ", ")
    let words = start.isEmpty ? last : "\(start) and \(last)"
    throw DubReply.forbidden(
      "You can only use \(words) on a \(plan.title) plan and above. Upgrade to \(plan.title) to use "
        + "these features.")
  }

  private func checkDates(_ link: DubLink) throws(DubError) {
    if let text = link["expiresAt"].filledString, DubDate(text, at: now) == nil {
      throw DubReply.unprocessable("Invalid expiration date.")
    }
    if let text = link["expiredUrl"].filledString, WebURL(text) == nil {
      throw DubReply.unprocessable("Invalid expired URL.")
    }
    guard link["testVariants"] != .null else { return }
    if let text = link["testCompletedAt"].filledString, DubDate(text, at: now) == nil {
      throw DubReply.unprocessable("Invalid test completion date.")
    }
    guard link["trackConversion"] == true else {
      throw DubReply.unprocessable("Conversion tracking must be enabled to use A/B testing.")
    }
  }

  /// A preview image that would have to be uploaded, which bulk creates do not do.
  func checkBulkImage(_ link: DubLink) throws(DubError) {
    guard link["proxy"] == true, let image = link["image"].string,
      image.hasPrefix("data:") || image.hasPrefix("http:")
    else { return }
    throw DubReply.unprocessable(
      "You cannot upload custom link preview images with bulk link creation.")
  }

  /// The tags of a request that the workspace does not have, IDs before names.
  func unknownTags(_ body: JSONObject) -> DubError? {
    let ids = Self.tagIDs(body) ?? []
    let unknownIDs = ids.filter { workspace.tags[$0] == nil }
    if !unknownIDs.isEmpty {
      return DubReply.unprocessable("Invalid tagIds detected: \(Self.listed(unknownIDs))")
    }
    let unknownNames = Self.texts(body["tagNames"]).filter { workspace.tagID(named: $0) == nil }
    guard !unknownNames.isEmpty else { return nil }
    return DubReply.unprocessable("Invalid tagNames detected: \(Self.listed(unknownNames))")
  }

  /// The webhooks of a request that the plan or the workspace does not have.
  func checkWebhooks(_ body: JSONObject) throws(DubError) {
    guard !Self.texts(body["webhookIds"]).isEmpty else { return }
    guard workspace.plan.isBusinessOrMore else { throw DubReply.webhooksNeedPlan }
    if let error = unknownWebhooks(body) { throw error }
  }

  func unknownWebhooks(_ body: JSONObject) -> DubError? {
    let unknown = Self.texts(body["webhookIds"]).filter { !workspace.webhooks.contains($0) }
    guard !unknown.isEmpty else { return nil }
    return DubReply.unprocessable("Invalid webhookIds detected: \(Self.listed(unknown))")
  }

  /// The tag IDs of a request, those of the older `tagId` among them; `nil` where it has neither.
  static func tagIDs(_ body: JSONObject) -> [String]? {
    if body["tagIds"] != nil { return texts(body["tagIds"]) }
    return body["tagId"].map { $0.filledString.map { [$0] } ?? [] }
  }

  static func texts(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

  private static func listed(_ names: [String]) -> String { names.joined(separator: ", ") }
}
