// GET /folders, GET /domains and GET /tags (Dub dossier, section 2, and the schemas of Dub's SDKs).

import HTTP
import Records

/// A page of what links can be put into or marked with.
struct DubResources {
  private let query: Query

  init(_ query: Query) { self.query = query }

  /// The folders that the keys may at least read.
  func folders(_ workspace: DubWorkspace) throws(DubError) -> JSONValue {
    let readable = workspace.folderList.filter { $0.access != .none }
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
    let showsArchived = try DubList.flag(query["archived"], "archived")
    let found = workspace.ownDomains.enumerated().filter { domain in
      !showsArchived && (query["search"].map(domain.element.contains) ?? true)
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

  func tags(_ workspace: DubWorkspace) throws(DubError) -> JSONValue {
    .array(
      try page(workspace.tagList, largest: 100).map { tag in
        ["id": .string(tag.id), "name": .string(tag.name), "color": .string(tag.color)]
      })
  }

  private func page<Element>(_ all: [Element], largest: Int) throws(DubError) -> ArraySlice<Element>
  {
    let size = try number("pageSize", default: largest)
    guard size <= largest else {
      throw DubIssue.tooBig("Max page size is \(largest).", at: "pageSize")
    }
    let (skipped, overflow) = (try number("page", default: 1) - 1)
      .multipliedReportingOverflow(by: size)
    return overflow ? [] : all.dropFirst(skipped).prefix(size)
  }

  private func number(_ name: String, default value: Int) throws(DubError) -> Int {
    guard let text = query[name] else { return value }
    guard let number = Int(text) else {
      throw DubIssue.issue("invalid_type", name, "Invalid input: expected number, received NaN")
    }
    guard number >= 1 else {
      throw DubIssue.tooSmall("Too small: expected number to be >=1", at: name)
    }
    return number
  }
}
