// The usual forms of listings: a workspace that is one part, parts that one read names, pages that each tell how the next
// one is asked for, and a walk that goes by a listing.

package import HTTP

/// A workspace that is listed as a whole.
package struct WholeListing: Listing {
  private var part: ListPart?

  package init(_ pages: any PagePlan) {
    part = ListPart(name: "", words: "the workspace", pages: pages)
  }

  /// Of pages that are counted, `lanes` of them side by side.
  package init(_ source: some CountedSource, lanes: Int) {
    self.init(CountedPages(source, lanes: lanes))
  }

  package func next() -> HTTPRequest? { nil }
  package func read(_ reply: Reply) -> Answer<PartList> { .unreadable(reply) }
  package mutating func take(_ list: PartList) {}

  package mutating func takeParts() -> [ListPart] {
    defer { part = nil }
    return part.map { [$0] } ?? []
  }
}

/// A workspace whose parts one read names.
package struct PartedListing: Listing {
  private let request: HTTPRequest
  private let names: @Sendable (Reply) -> Answer<[String]>
  private let part: @Sendable (String) -> ListPart
  private var isAsked = false
  private var parts: [ListPart] = []

  package init(
    _ request: HTTPRequest, names: @escaping @Sendable (Reply) -> Answer<[String]>,
    part: @escaping @Sendable (String) -> ListPart
  ) {
    self.request = request
    self.names = names
    self.part = part
  }

  package func next() -> HTTPRequest? { isAsked ? nil : request }
  package func read(_ reply: Reply) -> Answer<PartList> {
    names(reply).map { PartList(names: $0, isLast: true) }
  }

  package mutating func take(_ list: PartList) {
    isAsked = true
    parts = list.names.map(part)
  }

  package mutating func takeParts() -> [ListPart] {
    defer { parts = [] }
    return parts
  }
}

/// How one provider's list is asked for where each page tells how the next one is.
package protocol CursorSource: Sendable {
  /// The page behind a cursor, or the first.
  func request(after cursor: String?) -> HTTPRequest

  /// What an answer holds; the page without a cursor is the last.
  func read(_ reply: Reply) -> Answer<LinkPage>

  /// Whether links that are made meanwhile come at the end, so that a list which ends with an empty page may have none.
  var growsAtItsEnd: Bool { get }
}

extension CursorSource {
  package var growsAtItsEnd: Bool { false }
}

/// The pages of such a list, one after another.
package struct CursorPages: PagePlan {
  private let source: any CursorSource
  private var cursor: String?
  private var number = 0
  private var isAsked = false
  /// The links of the last page, which one that overlaps it shows again.
  private var seam: Set<String> = []
  /// When the first page was given, by the server's clock.
  private var began: Int64?
  private var largest = 0
  package private(set) var isOver = false
  package private(set) var sawChange = false
  package private(set) var doubts: [String] = []
  package private(set) var total: Int?

  package init(_ source: any CursorSource) { self.source = source }

  package mutating func next() -> PageRequest? {
    guard !isOver, !isAsked else { return nil }
    isAsked = true
    number += 1
    return PageRequest(number: number, request: source.request(after: cursor))
  }

  package func read(_ reply: Reply, of page: PageRequest) -> Answer<LinkPage> {
    source.read(reply).map {
      var page = $0
      page.date = reply.date
      return page
    }
  }

  package mutating func take(_ page: LinkPage, of request: PageRequest) -> [ShownLink] {
    isAsked = false
    began = began ?? page.date
    largest = max(largest, page.links.count)
    if let total, let count = page.total, total != count { sawChange = true }
    total = page.total ?? total
    let new = page.links.filter { link in link.id.map { !seam.contains($0) } ?? true }
    seam = Set(page.links.compactMap(\.id))
    // A server that goes round in circles would never end.
    if page.cursor != nil, page.cursor == cursor {
      doubts.append("its list leads from a page to the same page")
    }
    isOver = page.cursor == nil || page.cursor == cursor || isOfLinksMadeMeanwhile(page)
    cursor = page.cursor
    return new
  }

  /// Whether nothing but links that were made since the first page is left: who follows those may follow for ever.
  private func isOfLinksMadeMeanwhile(_ page: LinkPage) -> Bool {
    guard source.growsAtItsEnd, let began, page.links.count < largest else { return false }
    let start = (began + Duration.clockSlack.components.seconds) * 1000
    return page.links.allSatisfy { link in
      link.made.flatMap { ISODate.milliseconds($0) }.map { $0 > start } ?? false
    }
  }
}

/// A walk that reads a listing, one page after another.
package struct ListingWalk: Walk {
  private var listing: any Listing
  private var parts: [ListPart] = []
  private var pages: (any PagePlan)?
  private var page: PageRequest?
  package private(set) var isWhole = true

  package init(_ listing: any Listing) {
    self.listing = listing
    advance()
  }

  package func next() -> HTTPRequest? { page?.request ?? listing.next() }

  package func read(_ reply: Reply) -> Answer<WalkPage> {
    if let page, let pages {
      return pages.read(reply, of: page).map { answer in
        var walked = WalkPage(answer.links)
        walked.page = answer
        return walked
      }
    }
    return listing.read(reply).map { list in
      var walked = WalkPage()
      walked.list = list
      return walked
    }
  }

  package mutating func take(_ answer: WalkPage, isNews: Bool) {
    if let list = answer.list { listing.take(list) }
    if let page, let links = answer.page { _ = pages?.take(links, of: page) }
    advance()
  }

  /// Finds the page that is next, in this part or another.
  private mutating func advance() {
    parts += listing.takeParts()
    page = pages?.next()
    while page == nil {
      if let pages, pages.sawChange || !pages.doubts.isEmpty { isWhole = false }
      guard !parts.isEmpty else { return pages = nil }
      pages = parts.removeFirst().pages
      page = pages?.next()
    }
  }
}
