// GET /links: which links a query shows and in what order (Dub dossier, section 2.1).

import HTTP
import Records

/// One listing of Dub's links.
struct DubList {
  private let query: Query
  private let pageSize: Int
  private let showsArchived: Bool
  private let linkIDs: Set<String>?
  private let tagNames: Set<String>
  /// Whether links in folders are shown although no filter asks for them.
  private let isWide: Bool

  /// Takes the query apart; what Dub's schema refuses is thrown.
  init(_ query: Query, isWide: Bool = false) throws(DubError) {
    self.query = query
    self.isWide = isWide
    if let order = query["sortBy"], !Self.orders.contains(order) {
      throw DubReply.invalidOption("sortBy", among: Self.orders)
    }
    pageSize = try Self.pageSize(query["pageSize"])
    showsArchived = try Self.flag(query["showArchived"], "showArchived")
    linkIDs = query["linkIds"].flatMap { text in
      let ids = DubList.separated(text)
      return ids.isEmpty ? nil : Set(ids)
    }
    tagNames = Set(DubList.separated(query["tagNames"] ?? "").map { $0.lowercased() })
  }

  /// The parts of a comma list, each trimmed, empty ones left out.
  static func separated(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
      let part = trimmed(bytes[start..<end])
      if !part.isEmpty { parts.append(String(decoding: part, as: UTF8.self)) }
      start = end + 1
    }
    return parts
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var rest = bytes.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }

  /// The page that the query asks for, as JSON.
  func page(of state: inout DubState) throws(DubError) -> JSONValue {
    try checkFilters(state)
    let links = try candidates(in: &state)
    return .array(links.map { .object(state.shown($0)) })
  }

  /// Every link that the query shows, whatever its page.
  func all(of state: inout DubState) throws(DubError) -> [DubLink] {
    try checkFilters(state)
    return state.newestFirst().filter { isShown($0, state) }
  }

  /// What lists may be ordered by; no link of the sandbox was ever clicked, so all orders are one.
  private static let orders = ["createdAt", "clicks", "saleAmount", "lastClicked"]

  private func candidates(in state: inout DubState) throws(DubError) -> [DubLink] {
    if let cursor = try cursor() { return try links(from: cursor, in: &state) }
    let skipped = (try pageNumber() - 1) * pageSize
    if let linkIDs {
      let found = linkIDs.compactMap { state.link(withID: $0) }.filter { isShown($0, state) }
      return Array(found.sorted { $0.serial > $1.serial }.dropFirst(skipped).prefix(pageSize))
    }
    var page: [DubLink] = []
    var left = skipped
    for link in state.newestFirst() where isShown(link, state) {
      if left > 0 {
        left -= 1
        continue
      }
      page.append(link)
      if page.count == pageSize { break }
    }
    return page
  }

  private enum Cursor {
    case after(String)
    case before(String)
  }

  private func cursor() throws(DubError) -> Cursor? {
    switch (query["startingAfter"], query["endingBefore"]) {
    case (nil, nil): return nil
    case (_?, _?):
      throw DubReply.unprocessable(
        "You cannot use both startingAfter and endingBefore at the same time.")
    case (let id?, nil):
      try checkCursor()
      return .after(id)
    case (nil, let id?):
      try checkCursor()
      return .before(id)
    }
  }

  private func checkCursor() throws(DubError) {
    guard !query.has("page"), query["sortBy"] ?? "createdAt" == "createdAt" else {
      throw DubReply.unprocessable("You cannot use page or sortBy together with a cursor.")
    }
  }

  /// A page beside a cursor: always by descending ID, unlike the first page.
  private func links(from cursor: Cursor, in state: inout DubState) throws(DubError) -> [DubLink] {
    let ids = state.idsAscending()
    switch cursor {
    case .after(let id):
      let place = try place(of: id, in: ids, state)
      return take(ids[..<place].reversed(), state)
    case .before(let id):
      let place = try place(of: id, in: ids, state)
      return take(ids[(place + 1)...], state).reversed()
    }
  }

  private func take(_ ids: some Sequence<String>, _ state: DubState) -> [DubLink] {
    let shown = ids.lazy.compactMap { state.link(withID: $0) }.filter { isShown($0, state) }
    return Array(shown.prefix(pageSize))
  }

  private func place(
    of id: String, in ids: [String], _ state: DubState
  ) throws(DubError) -> Int {
    guard let link = state.link(withID: id), !link.isForeign else {
      throw DubReply.unprocessable("Invalid cursor: the provided ID does not exist.")
    }
    var range = 0..<ids.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if ids[middle] < id {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  private func checkFilters(_ state: DubState) throws(DubError) {
    if let domain = query["domain"], !state.workspace.domains.contains(domain) {
      if state.workspace.foreignDomains.contains(domain) {
        throw DubReply.forbidden(
          "Domain \(domain) does not belong to workspace \(DubLink.ownWorkspace).")
      }
      throw DubReply.notFound("Domain \(domain) not found.")
    }
    if let folder = query["folderId"], folder != "unsorted", !folder.isEmpty {
      guard state.workspace.folders[folder] != nil else { throw DubReply.folderNotFound }
      guard state.workspace.access(to: folder) != .none else { throw DubReply.folderForbidden }
    }
  }

  private func isShown(_ link: DubLink, _ state: DubState) -> Bool {
    guard !link.isForeign, showsArchived || !link.isArchived, isInScope(link, state) else {
      return false
    }
    if let linkIDs, !linkIDs.contains(link.id) { return false }
    if let text = query["search"], !link.shortLink.contains(text), !link.url.contains(text) {
      return false
    }
    if let domain = query["domain"], link.domain != domain { return false }
    for column in ["tenantId", "userId", "partnerId"] {
      if let wanted = filter(column), link[column].string != wanted { return false }
    }
    return hasTags(link, state)
  }

  private func hasTags(_ link: DubLink, _ state: DubState) -> Bool {
    if let tag = filter("tagId"), !link.tags.contains(tag) { return false }
    if let tags = filter("tagIds"), !DubList.separated(tags).contains(where: link.tags.contains) {
      return false
    }
    return tagNames.isEmpty
      || link.tags.contains {
        state.workspace.tags[$0].map { tagNames.contains($0.name.lowercased()) } ?? false
      }
  }

  /// A filter's text, where it has one.
  private func filter(_ name: String) -> String? {
    query[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Without a folder and without a filter that widens the scope, only links in no folder are shown.
  private func isInScope(_ link: DubLink, _ state: DubState) -> Bool {
    if let folder = query["folderId"], folder != "unsorted", !folder.isEmpty {
      return link.folderID == folder
    }
    guard let folder = link.folderID else { return true }
    let isWide =
      query["folderId"] == nil
      && (isWide || linkIDs != nil || Self.widening.contains(where: query.has))
    return isWide
      && state.workspace.folders[folder].map { !$0.isMega && $0.access != .none } ?? false
  }

  private static let widening = ["search", "domain", "tagId", "tagIds", "tagNames", "tenantId"]

  private static func pageSize(_ text: String?) throws(DubError) -> Int {
    guard let text else { return 100 }
    guard let size = Int(text), size >= 1 else {
      throw DubReply.unprocessable("too_small: pageSize: Min page size is 1.")
    }
    guard size <= 100 else {
      throw DubReply.unprocessable("too_big: pageSize: Max page size is 100.")
    }
    return size
  }

  private func pageNumber() throws(DubError) -> Int {
    guard let text = query["page"] else { return 1 }
    guard let page = Int(text), page >= 1 else {
      throw DubReply.unprocessable("too_small: page: Page must be at least 1.")
    }
    guard page <= 1000 else {
      throw DubReply.unprocessable(
        "Page is too big (cannot be more than 1000), recommend using cursor-based pagination "
          + "instead.")
    }
    return page
  }

  /// A value that is `true` or `false`, in any case.
  static func flag(_ text: String?, _ name: String) throws(DubError) -> Bool {
    switch text?.lowercased() {
    case nil, "false": return false
    case "true": return true
    default:
      throw DubReply.invalidOption(name, among: ["true", "false"])
    }
  }
}
