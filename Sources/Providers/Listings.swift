// The usual forms of listings: a workspace that is one part, parts that one read names, pages that each tell how the next
// one is asked for, and counted ones that are read one after another.

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

/// The pages of a counted list one after another, whatever order it is in: the fewest requests, and no promise where
/// others change the list meanwhile.
package struct PlainPages: PagePlan {
  /// No account has as many links, but a broken server may go on for ever.
  private static let mostLinks = 10_000_000

  private let source: any CountedSource
  /// With how many links of the page before it a page begins, which shows that nothing was deleted before it.
  private let overlap: Int
  private var place = 0
  private var number = 0
  private var window: ListWindow?
  private var last: String?
  package private(set) var isOver = false
  package private(set) var sawChange = false
  package private(set) var doubts: [String] = []
  package private(set) var total: Int?

  package init(_ source: any CountedSource, overlap: Int) {
    self.source = source
    self.overlap = overlap
  }

  package mutating func next() -> PageRequest? {
    guard !isOver, window == nil else { return nil }
    let window = source.window(from: place, enlarged: 0)
    self.window = window
    number += 1
    return PageRequest(number: number, request: source.request(window))
  }

  package func read(_ reply: Reply, of page: PageRequest) -> Answer<LinkPage> {
    source.read(reply)
  }

  /// The end is where the provider counts it, else at a page that leads no further: a server may give fewer links than
  /// it is asked for.
  package mutating func take(_ page: LinkPage, of request: PageRequest) -> [ShownLink] {
    guard let window else { return [] }
    self.window = nil
    if number > 1, page.total != total { sawChange = true }
    total = page.total
    var new = page.links[...]
    if overlap > 0, let last {
      if new.first?.id == last { new.removeFirst() } else { sawChange = true }
    }
    let isBehind = total.map { window.end >= $0 } ?? false
    isOver = isBehind || page.links.isEmpty || page.links.last?.id == last
    last = page.links.last?.id
    place = overlap > 0 ? window.skip + page.links.count - overlap : window.end
    if !isOver, place > Self.mostLinks {
      isOver = true
      doubts.append("its list has no end")
    }
    return Array(new)
  }
}
