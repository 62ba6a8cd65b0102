// The links of one folder of Dub's, or of none, by cursors (Dub dossier, section 2.1). The first page is by time and
// the pages beside a cursor are by ID, so that a first page is only asked for a link to begin at.
//
// A cursor that was deleted is refused, and another link of its page takes its place. One that has left the list, as by
// being moved, makes Dub leave out the link next to it. So each page is asked for beside the last link but one: the last,
// which is known, stands between the cursor and what is new.

import HTTP
import Records

/// The pages of one list of Dub's.
struct DubPages: PagePlan {
  private enum Phase { case first, down, up }

  /// What follows `/links?` in each request.
  private let query: String
  private var phase = Phase.first
  private var isAsked = false
  private var asked = 0
  /// Links beside which the next page may be, the best first.
  private var cursors: [String] = []
  /// IDs of the pages before, the newest last: what comes again is not new.
  private var recent: [[String]] = []
  /// What goes on downwards once the way up is over.
  private var below: (cursors: [String], recent: [[String]])?
  private var isBelowOver = false
  /// The one that was asked for last.
  private var cursor: String?
  /// The links of which one is where the walk begins, in case that it is the lowest.
  private var start: [String: ShownLink] = [:]
  private var pagesWithoutNews = 0
  private var pageCount = 0

  private(set) var isOver = false
  private(set) var sawChange = false
  private(set) var doubts: [String] = []
  let total: Int? = nil

  private static let size = 100
  /// So many pages are remembered for what comes again.
  private static let remembered = 3
  private static let mostPages = 1_000_000

  init(_ query: String) { self.query = query }

  mutating func next() -> PageRequest? {
    guard !isOver, !isAsked else { return nil }
    var target = "/links?pageSize=\(Self.size)&" + query
    if phase != .first {
      cursor = cursors.first
      guard let cursor else {
        giveUp("all links near the place that was reached are gone")
        return nil
      }
      target +=
        (phase == .down ? "&startingAfter=" : "&endingBefore=") + PercentEncoding.encode(cursor)
    }
    isAsked = true
    asked += 1
    return PageRequest(number: asked, request: HTTPRequest(.get, target, isRepeatable: true))
  }

  func read(_ reply: Reply, of page: PageRequest) -> Answer<LinkPage> {
    if reply.status == 200 {
      guard let links = reply.dubList, links.count <= Self.size else { return .unreadable(reply) }
      return .content(LinkPage(links: links))
    }
    switch (reply.status, reply.dubRefusal) {
    case (422, .some(let why)) where why.message.hasPrefix("Invalid cursor"):
      return .content(LinkPage(isCursorGone: true))
    // Of a domain, a tag or a folder that is not there, or not the key's.
    case (404, .some(let why)), (422, .some(let why)): return .refused(why)
    case (403, .some(let why)) where reply.dubSpeaksOfTheLink: return .refused(why)
    case (_, let refusal): return .failure(reply, refusal)
    }
  }

  mutating func take(_ page: LinkPage, of request: PageRequest) -> [ShownLink] {
    isAsked = false
    pageCount += 1
    if page.isCursorGone {
      sawChange = true
      cursors = Array(cursors.dropFirst())
      return []
    }
    switch phase {
    case .first: return takeFirst(page.links)
    case .down, .up: return takeBeside(page.links)
    }
  }

  private mutating func takeFirst(_ links: [ShownLink]) -> [ShownLink] {
    guard links.count == Self.size else {
      isOver = true
      return links
    }
    phase = .down
    cursors = links.compactMap(\.id)
    start = Dictionary(links.compactMap { link in link.id.map { ($0, link) } }) { first, _ in first
    }
    return []
  }

  private mutating func takeBeside(_ links: [ShownLink]) -> [ShownLink] {
    let ids = links.compactMap(\.id)
    let known = Set(recent.flatMap(\.self))
    var new = links.filter { link in link.id.map { !known.contains($0) } ?? false }
    note(ids, isNew: !new.isEmpty)
    let isLast = links.count < Self.size
    switch phase {
    case .down where below == nil: new += beginUp(ids, isLast: isLast)
    case .up where isLast: goOnBelow()
    case .down where isLast: isOver = true
    case .first, .down, .up: break
    }
    return new
  }

  /// Remembers a page, and beside which of its links the next one may be: the last but one, else those before it, else
  /// the last, else links of earlier pages.
  private mutating func note(_ ids: [String], isNew: Bool) {
    if !recent.isEmpty, let last = edge(of: recent.last ?? []), !ids.contains(last) {
      sawChange = true
    }
    recent = Array((recent + [ids]).suffix(Self.remembered))
    cursors = recent.reversed().flatMap { page in
      let ordered = phase == .down ? page.reversed() : page
      return Array(ordered.dropFirst()) + ordered.prefix(1)
    }
    pagesWithoutNews = isNew ? 0 : pagesWithoutNews + 1
    if pagesWithoutNews > 5 || pageCount > Self.mostPages {
      giveUp("its pages bring the same links again and again")
    }
  }

  private func edge(of ids: [String]) -> String? { phase == .down ? ids.last : ids.first }

  /// The first page below the start was read: goes up from there, so that the start itself comes with what is above it
  /// and a link that Dub left out beside it too.
  private mutating func beginUp(_ ids: [String], isLast: Bool) -> [ShownLink] {
    below = (cursors, recent)
    isBelowOver = isLast
    phase = .up
    guard ids.isEmpty else {
      cursors = Array(ids.dropFirst()) + ids.prefix(1)
      recent = [ids]
      start = [:]
      return []
    }
    // Nothing lies below: the start is the lowest.
    cursors = cursor.map { [$0] } ?? []
    recent = [cursors]
    defer { start = [:] }
    return cursor.flatMap { start[$0] }.map { [$0] } ?? []
  }

  private mutating func goOnBelow() {
    guard let below, !isBelowOver else { return isOver = true }
    phase = .down
    (cursors, recent) = below
    pagesWithoutNews = 0
  }

  private mutating func giveUp(_ why: String) {
    isOver = true
    doubts.append(why)
  }
}
