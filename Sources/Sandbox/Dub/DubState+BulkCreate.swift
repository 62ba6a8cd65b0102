// POST /links/bulk: steps 4 to 11 of the table in the Dub dossier, section 1.1, in their order.

import Records

extension DubState {
  /// Makes links of rows that the schema let through.
  ///
  /// The answer has the created ones in the order of the rows, then the refused ones, by step. A row
  /// whose external ID or normal key is taken meanwhile, or by an earlier row, is in neither.
  mutating func createBulk(
    _ bodies: [JSONObject], at now: Timestamp
  ) throws(DubError) -> [JSONValue] {
    try checkQuota(adding: bodies.count)
    try DubBody.checkDuplicates(bodies)
    let rules = rules(at: now)
    var refused: [JSONValue] = []
    var rows: [Row] = []
    for body in bodies {
      do throws(DubError) {
        rows.append(try row(body, inBulk: true, at: now))
      } catch {
        refused.append([
          "link": .object(body), "error": .string(error.message), "code": .string(error.code),
        ])
      }
    }
    sift(&rows, into: &refused) { rules.unknownTags($0) }
    if workspace.role != .owner {
      let workspace = workspace
      sift(&rows, into: &refused) { Self.folderError($0, in: workspace) }
    }
    if !workspace.plan.isBusinessOrMore,
      rows.contains(where: { !DubRules.texts($0.body["webhookIds"]).isEmpty })
    {
      throw DubReply.webhooksNeedPlan
    }
    sift(&rows, into: &refused) { rules.unknownWebhooks($0) }
    return insert(rows, at: now) + refused
  }

  /// Takes out the rows that a step refuses; those show the link as it would have been stored.
  private func sift(
    _ rows: inout [Row], into refused: inout [JSONValue], _ error: (JSONObject) -> DubError?
  ) {
    rows.removeAll { row in
      guard let error = error(row.body) else { return false }
      refused.append([
        "error": .string(error.message), "code": .string(error.code),
        "link": .object(row.processed),
      ])
      return true
    }
  }

  private static func folderError(_ body: JSONObject, in workspace: DubWorkspace) -> DubError? {
    guard let folder = body["folderId"]?.string else { return nil }
    guard workspace.folders[folder] != nil else {
      return DubReply.unprocessable("Invalid folderId detected: \(folder)")
    }
    guard workspace.access(to: folder) != .write else { return nil }
    return DubReply.forbidden("You don't have write access to the folder: \(folder)")
  }

  /// Stores what does not collide, then reads by short link what is there now.
  private mutating func insert(_ rows: [Row], at now: Timestamp) -> [JSONValue] {
    let batch = Int(truncatingIfNeeded: draw())
    usage += rows.count
    var lost: Set<String> = []
    for row in rows {
      if losesRace(row) {
        var rival = DubLink(
          id: "", key: row.link.key, domain: row.link.domain,
          url: "https://example.com/other/\(rowsWithKeys)")
        rival["userId"] = "user_other"
        insert(rival, batch: batch, at: now, counts: false)
        lost.insert(row.link.shortLink)
      }
      insert(row.link, batch: batch, at: now)
    }
    var seen: Set<String> = []
    var created: [JSONValue] = []
    for row in rows {
      guard var found = link(domain: row.link.domain, key: row.link.shownKey),
        seen.insert(found.id).inserted
      else { continue }
      // The tags are stored by short link, so that they go to the other request's link.
      if lost.contains(row.link.shortLink) { found = give(row.link.tags, to: found) }
      created.append(.object(shown(found)))
    }
    return created
  }

  private mutating func losesRace(_ row: Row) -> Bool {
    guard let every = workspace.lostRaceEvery, row.body["key"]?.filledString != nil else {
      return false
    }
    rowsWithKeys += 1
    return rowsWithKeys.isMultiple(of: max(1, every))
  }

  private mutating func give(_ tags: [String], to link: DubLink) -> DubLink {
    var changed = link
    changed.tags += tags.filter { !link.tags.contains($0) }
    return replace(link, with: changed, counts: false) ? changed : link
  }
}
