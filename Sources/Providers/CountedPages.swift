// Pages that are counted, by offset or by number, read side by side from a list that changes meanwhile.
//
// A link that is deleted moves those behind it, so that a page alone proves nothing of its neighbour. What proves it is
// the list's own order: links come by time or by number. All up to some rank have been given out; a page that begins
// at that rank or before misses none behind it, and what it has above the rank is new. Pages overlap for this, and where
// one begins too late the seam is read again, from further back each time. Nothing is remembered but the rank.

package import HTTP

/// How one provider's counted list is asked for.
package protocol CountedSource: Sendable {
  /// The links of a page.
  var pageSize: Int { get }

  /// The part of the list from a place on, or from a little before where the provider counts whole pages.
  func window(from place: Int, enlarged: Int) -> ListWindow

  func request(_ window: ListWindow) -> HTTPRequest

  func read(_ reply: Reply) -> Answer<LinkPage>

  /// Where a link stands in the order of the list, `nil` where it does not tell.
  func rank(of link: ShownLink) -> Int64?

  /// Whether no two links have one rank.
  var hasUniqueRanks: Bool { get }

  /// How often a window can be made larger, for links of one rank that it does not hold all of.
  var enlargements: Int { get }

  /// Whether links of one rank keep their order from page to page.
  var hasStableTies: Bool { get }
}

/// What holds for a list by offset, in the order of time, whose pages may be of any size.
extension CountedSource {
  package var pageSize: Int { 1_000 }

  package func window(from place: Int, enlarged: Int) -> ListWindow {
    ListWindow(skip: place, take: pageSize << min(enlarged, enlargements))
  }

  /// When it was made.
  package func rank(of link: ShownLink) -> Int64? {
    link.made.flatMap { ISODate.milliseconds($0) }
  }

  package var hasUniqueRanks: Bool { false }
  package var enlargements: Int { 6 }
}

extension CountedSource {
  package var hasStableTies: Bool { false }
}

/// A stretch of a list.
package struct ListWindow: Sendable, Equatable {
  package var skip: Int
  package var take: Int
  package var end: Int { skip + take }

  /// A window where pages are numbered, and so begin at multiples of their size: of these sizes the one that leads
  /// furthest from the place on.
  package static func numbered(from place: Int, sizes: ClosedRange<Int>) -> ListWindow {
    var best = ListWindow(skip: place / sizes.upperBound * sizes.upperBound, take: sizes.upperBound)
    for size in sizes.reversed() {
      let skip = place / size * size
      if skip + size > best.end { best = ListWindow(skip: skip, take: size) }
    }
    return best
  }
}

/// The pages of a counted list.
struct CountedPages<Source: CountedSource>: PagePlan {
  private let source: Source
  private let lanes: Int
  /// What is asked for, in the order of the list; the first is the one that is needed next.
  private var planned: [Int] = []
  private var windows: [Int: ListWindow] = [:]
  private var unsent: [Int] = []
  private var arrived: [Int: LinkPage] = [:]
  private var numbers = 0

  /// The rank up to which all links were given out, `nil` before the first.
  private var done: Int64?
  /// The links of that rank that were given out, where others of it are left.
  private var tied: Set<String> = []
  /// 1 where ranks go up, -1 where they go down; not known before two links were seen.
  private var direction: Int64?
  /// The place of the last link that was given out, as far as a page told.
  private var resume = 0
  /// The place from which nothing is planned yet.
  private var ahead = 0
  /// How far pages overlap.
  private var overlap = 1
  /// How far back the seam was read last, while it is read again.
  private var setback = 0
  /// How far back was far enough the last time.
  private var usualSetback = 0
  private var enlarged = 0
  /// How much the windows had to be enlarged so far, which those that follow are at once.
  private var usualEnlarged = 0
  /// The link that was given out last.
  private var latest: String?
  /// How many pages one after another have brought nothing.
  private var barren = 0
  /// The first link of the list, and how many pages one after another have begun with it at other places.
  private var head: String?
  private var stuck = 0
  /// How many pages may be asked for at once: few until it is known that there are many.
  private var reach = 1

  private(set) var isOver = false
  private(set) var sawChange = false
  private(set) var doubts: [String] = []
  private(set) var total: Int?

  init(_ source: Source, lanes: Int) {
    self.source = source
    self.lanes = max(1, lanes)
  }

  mutating func next() -> PageRequest? {
    guard !isOver else { return nil }
    if unsent.isEmpty, planned.isEmpty || planned.count < reach && isMoreExpected {
      let window = source.window(from: ahead, enlarged: usualEnlarged)
      plan(window, atFront: false)
      ahead = max(ahead + 1, window.end - overlap)
    }
    guard let number = unsent.first, let window = windows[number] else { return nil }
    unsent.removeFirst()
    return PageRequest(number: number, request: source.request(window))
  }

  private var isMoreExpected: Bool { total.map { ahead + overlap < $0 } ?? true }

  private mutating func plan(_ window: ListWindow, atFront: Bool) {
    numbers += 1
    windows[numbers] = window
    unsent.insert(numbers, at: atFront ? 0 : unsent.count)
    planned.insert(numbers, at: atFront ? 0 : planned.count)
  }

  func read(_ reply: Reply, of page: PageRequest) -> Answer<LinkPage> { source.read(reply) }

  mutating func take(_ page: LinkPage, of request: PageRequest) -> [ShownLink] {
    guard !isOver else { return [] }
    arrived[request.number] = page
    if let count = page.total {
      if let total, total != count { sawChange = true }
      total = count
    }
    var links: [ShownLink] = []
    while !isOver, let number = planned.first, let page = arrived[number],
      let window = windows[number]
    {
      planned.removeFirst()
      arrived[number] = nil
      windows[number] = nil
      links += take(page, window)
    }
    return links
  }

  /// Takes the page that is next in the list.
  private mutating func take(_ page: LinkPage, _ window: ListWindow) -> [ShownLink] {
    guard let ranks = ranks(of: page.links) else {
      return giveUp("its list is in no order by which pages can be put together")
    }
    if isStuck(page, window) { return giveUp("its pages are all the same") }
    let isJoined = window.skip == 0 || begins(page.links, ranks)
    guard isJoined else {
      readSeamAgain()
      return []
    }
    if window.skip > 0, hasMoved(page.links, ranks, window) { sawChange = true }
    if setback > 0 {
      overlap = max(overlap, min(2 * setback, window.take / 2))
      (usualSetback, setback) = (setback / 2, 0)
    }
    // A list that ends within the page; what was asked for behind it needs no answer.
    if page.links.count < window.take || page.total.map({ window.end >= $0 }) ?? false {
      isOver = true
      return give(page.links, ranks, upTo: .max)
    }
    return takeFull(page.links, ranks, window)
  }

  /// Whether the last link that was given out is at another place than it was, as far as ties let that be known.
  private func hasMoved(_ links: [ShownLink], _ ranks: [Int64], _ window: ListWindow) -> Bool {
    if tied.isEmpty { return end(in: ranks, window).map { $0 != resume } ?? false }
    let index = resume - window.skip
    return source.hasStableTies && links.indices.contains(index) && links[index].id != latest
  }

  /// Whether a server shows the same links at every place, so that there is no end.
  private mutating func isStuck(_ page: LinkPage, _ window: ListWindow) -> Bool {
    if window.skip == 0 { head = page.links.first?.id }
    let isSame = window.skip > 0 && head != nil && page.links.first?.id == head
    stuck = isSame ? stuck + 1 : 0
    return stuck > Self.mostStuck
  }

  /// Where links are made so fast that the first one stays at hand, there is no end either.
  private static var mostStuck: Int { 100 }

  private func begins(_ links: [ShownLink], _ ranks: [Int64]) -> Bool {
    guard let first = ranks.first, let done else { return false }
    guard first == done, !tied.isEmpty else { return first <= done }
    return links.first?.id.map { tied.contains($0) } ?? false
  }

  /// Takes a page behind which there may be more: links of its last rank may be among those.
  private mutating func takeFull(
    _ links: [ShownLink], _ ranks: [Int64], _ window: ListWindow
  ) -> [ShownLink] {
    guard let last = ranks.last else { return [] }
    reach = min(lanes, reach * 2)
    // Of links of one rank those that were given out are the first of them.
    if source.hasStableTies {
      return advance(links, ranks, upTo: last, openLinks: 0, window, isPartial: true)
    }
    var whole = last
    var openLinks = 0
    if !source.hasUniqueRanks {
      let lower = ranks.lastIndex { $0 < last }
      openLinks = ranks.count - 1 - (lower ?? -1)
      whole = lower.map { ranks[$0] } ?? .min
    }
    if whole == .min || isNoStep(ranks, whole, window) {
      guard enlarged < source.enlargements else {
        let doubt = "more links were made in one moment than one request shows"
        if !doubts.contains(doubt) { doubts.append(doubt) }
        enlarged = 0
        return advance(links, ranks, upTo: last, openLinks: 0, window, isPartial: true)
      }
      enlarged += 1
      plan(source.window(from: resume, enlarged: enlarged), atFront: true)
      return []
    }
    (usualEnlarged, enlarged) = (max(usualEnlarged, enlarged), 0)
    return advance(links, ranks, upTo: whole, openLinks: openLinks, window)
  }

  /// Pages one after another that bring nothing for links that came before them.
  private static var fewBarren: Int { 2 }

  /// Whether a page brings nothing, and the one that would be asked for next is no further on; where the list moves as
  /// far with each page as the next one leads, that never comes, and some pages are enough.
  private func isNoStep(_ ranks: [Int64], _ whole: Int64, _ window: ListWindow) -> Bool {
    guard let done, let last = ranks.last, whole <= done, last > done else { return false }
    if barren >= Self.fewBarren { return true }
    let place = end(in: ranks, window) ?? resume
    return window.skip >= source.window(from: place, enlarged: enlarged).skip
  }

  /// The place in the list at which what was given out ends, as a page tells it.
  private func end(in ranks: [Int64], _ window: ListWindow) -> Int? {
    done.flatMap { done in ranks.lastIndex { $0 <= done } }.map { window.skip + $0 }
  }

  private mutating func advance(
    _ links: [ShownLink], _ ranks: [Int64], upTo whole: Int64, openLinks: Int,
    _ window: ListWindow, isPartial: Bool = false
  ) -> [ShownLink] {
    let new = give(links, ranks, upTo: whole, isPartial: isPartial)
    barren = new.isEmpty ? barren + 1 : 0
    // A page that brings nothing new tells all the same where what was given out ends now, or lies before that.
    resume = end(in: ranks, window) ?? resume
    overlap = max(overlap, min(openLinks + 1, window.take / 2))
    if planned.isEmpty { ahead = resume }
    return new
  }

  /// Gives out the links up to a rank; `isPartial` where others of that rank may be left.
  private mutating func give(
    _ links: [ShownLink], _ ranks: [Int64], upTo whole: Int64, isPartial: Bool = false
  ) -> [ShownLink] {
    let (before, given) = (done, tied)
    var new: [ShownLink] = []
    for (link, rank) in zip(links, ranks) where rank <= whole {
      if let before, rank < before || rank == before && given.isEmpty { continue }
      if let id = link.id, rank == before, given.contains(id) { continue }
      new.append(link)
      if rank != done { tied = [] }
      (done, latest) = (rank, link.id)
      if isPartial, rank == whole, let id = link.id { tied.insert(id) }
    }
    if !isPartial, let done, done <= whole, whole > .min { tied = [] }
    return new
  }

  /// Links were deleted in between: asks for what lies before the page, from further back each time.
  private mutating func readSeamAgain() {
    // Where pages merely lie too far apart, nothing has moved.
    if setback > 0 { sawChange = true }
    let window = source.window(from: max(0, resume - setback), enlarged: enlarged)
    setback = max(1, setback == 0 ? usualSetback : setback * 2)
    plan(window, atFront: true)
    // What was asked for behind it is further away than it was to be; it may still join.
    ahead = max(ahead, window.end - overlap)
  }

  private mutating func giveUp(_ why: String) -> [ShownLink] {
    isOver = true
    doubts.append(why)
    return []
  }

  /// The ranks of a page's links, so turned that they go up; `nil` where they do not keep one direction.
  private mutating func ranks(of links: [ShownLink]) -> [Int64]? {
    var ranks: [Int64] = []
    ranks.reserveCapacity(links.count)
    for link in links {
      guard let rank = source.rank(of: link) else { return nil }
      ranks.append(rank)
    }
    if direction == nil, let first = ranks.first, let last = ranks.last, first != last {
      direction = first < last ? 1 : -1
      // The pages before were all of one rank.
      if first > last { done = done.map(~) }
    }
    let sign = direction ?? 1
    if sign < 0 { ranks = ranks.map { ~$0 } }
    for index in ranks.indices.dropFirst() where ranks[index] < ranks[index - 1] { return nil }
    return ranks
  }
}
