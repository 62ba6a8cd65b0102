// GET /folders, GET /domains and GET /tags (Dub dossier, section 2; their routes and `get-folders.ts` in
// Dub's source).

import HTTP
import Records

/// A page of what links can be put into or marked with.
struct DubResources {
  private let query: DubQuery

  init(_ query: Query) { self.query = DubQuery(query) }

  /// The folders that the keys may at least read, oldest first.
  func folders(_ workspace: DubWorkspace) throws(DubError) -> JSONValue {
    let readable = workspace.folderList.filter { $0.access != .none && isFound($0.name) }
    return .array(
      try page(readable, largest: 50).map { folder in
        [
          "id": .string(folder.id), "name": .string(folder.name), "description": nil,
          "type": folder.isMega ? "mega" : "default",
          "accessLevel": folder.access == .write ? "write" : "read",
          "createdAt": Self.firstTime, "updatedAt": Self.firstTime,
        ]
      })
  }

  /// The domains that the workspace owns, of which the first is its primary one.
  func domains(_ workspace: DubWorkspace) throws(DubError) -> JSONValue {
    // No domain of the sandbox is archived, and the filter shows either kind alone.
    let showsArchived = try query.flag("archived")
    let found = workspace.ownDomains.enumerated().filter { domain in
      !showsArchived && isFound(domain.element)
    }
    return .array(
      try page(found, largest: 50).map { index, name in
        [
          "id": .string("dom_\(index + 1)"), "slug": .string(name), "verified": true,
          "primary": .bool(index == 0), "archived": false, "placeholder": nil, "expiredUrl": nil,
          "notFoundUrl": nil, "logo": nil, "assetLinks": nil, "appleAppSiteAssociation": nil,
          "createdAt": Self.firstTime, "updatedAt": Self.firstTime, "registeredDomain": nil,
        ]
      })
  }

  /// When the workspace was made.
  private static let firstTime = JSONValue.string(
    CalendarText(
      Timestamp(microseconds: Int64(truncatingIfNeeded: SeededID.firstTime) &* 1000)
    ).iso8601)

  /// The tags, by name unless the order in which they were made is asked for.
  func tags(_ workspace: DubWorkspace) throws(DubError) -> JSONValue {
    let order = try query.choice("sortBy", among: ["name", "createdAt"])
    let direction = try query.choice("sortOrder", among: ["asc", "desc"])
    let ids = query.list("ids").map { Set($0) }
    var found = workspace.tagList.filter { isFound($0.name) && ids?.contains($0.id) ?? true }
    if order == "name" { found.sort { DubState.folded($0.name) < DubState.folded($1.name) } }
    if direction == "desc" { found.reverse() }
    return .array(try page(found, largest: 100).map(\.shown))
  }

  /// Whether a name has the text in it that is searched for.
  private func isFound(_ name: String) -> Bool {
    query["search"].map { DubState.folded(name).contains(DubState.folded($0)) } ?? true
  }

  private func page<Element>(_ all: [Element], largest: Int) throws(DubError) -> ArraySlice<Element>
  {
    let size = try query.pageSize(upTo: largest)
    let (skipped, overflow) = ((try query.page() ?? 1) - 1).multipliedReportingOverflow(by: size)
    return overflow ? [] : all.dropFirst(skipped).prefix(size)
  }
}
