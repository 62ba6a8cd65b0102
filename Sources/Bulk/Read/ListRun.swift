// Reading every link of a workspace: parts side by side, of each as many pages as it can be asked for at once, given
// out as they come. A page is taken only when the one before was printed, so that memory is flat however slowly that
// goes.

package import Providers
import Records

/// How a list ended.
package struct ListEnd: Sendable {
  /// Links that were given out.
  package var links = 0
  /// Whether a page did not come, or nobody wanted more links.
  var isCut = false
  /// Why it ended early, `nil` when it was read to its end or as far as was asked for.
  package var stop: RunStop?
  /// What was refused, and of which part.
  package var refusals: [(part: String, why: Refusal)] = []
  /// What cannot be promised.
  package var doubts: [String] = []
  /// Whether links came or went while it was read.
  package var sawChange = false
  /// How many links there are, where the provider counts them.
  package var total: Int?
}

/// Where a list stands, for whoever shows it.
package struct ListFigures: Sendable, Equatable {
  package var links = 0
  package var total: Int?
  package init() {}
}

extension Engine {
  /// Gives out every link that a filter leaves, and at most so many; `report` says whether they can still be written.
  package func list(
    _ listing: any Listing, _ filter: LinkFilter = LinkFilter(), limit: Int? = nil,
    look: @escaping @Sendable (ListFigures) -> Void = { _ in },
    report: ([ShownLink]) -> Bool
  ) async -> ListEnd {
    var run = ListRun(listing: listing, filter: filter, limit: limit, sender: sender)
    return await run.run(
      lanes: Self.pages(inFlight: options.concurrency), look: look, report: report)
  }

  /// How many pages are asked for at once: while as many requests are in flight as may be, one page more is read, and one
  /// is printed.
  package static func pages(inFlight requests: Int) -> Int { requests + 2 }
}

/// One list while it is read; owned by one task.
struct ListRun {
  /// What came of one request.
  private enum Arrival: Sendable {
    case parts(Exchange<PartList>)
    case count(Exchange<[String: Int]>)
    case page(part: Int, PageRequest, Exchange<LinkPage>)
  }

  private struct Part {
    var plan: ListPart
    var pages: any PagePlan
    /// Links that it has given out, whether the filter leaves them or not.
    var listed = 0
    var isRefused = false
    var isOver: Bool { isRefused || pages.isOver }
  }

  private var listing: any Listing
  private let fields: FieldTable
  private let filter: LinkFilter
  private let limit: Int?
  private let sender: Sender
  /// Whether the run is over where a page does not come, or nobody wants more links.
  private let stopsRun: Bool
  private var parts: [Part] = []
  /// Parts that are not over, in their order.
  private var open: [Int] = []
  private var isAskingForParts = false
  private var counts: [String: Int]?
  private var isLimitReached = false
  private var end = ListEnd()

  init(
    listing: any Listing, filter: LinkFilter = LinkFilter(), limit: Int? = nil, sender: Sender,
    stopsRun: Bool = true
  ) {
    self.listing = listing
    fields = sender.provider.linkFields
    self.filter = filter
    self.limit = limit
    self.sender = sender
    self.stopsRun = stopsRun
    isLimitReached = limit == 0
  }

  mutating func run(
    lanes: Int, look: (ListFigures) -> Void = { _ in }, report: ([ShownLink]) -> Bool
  ) async -> ListEnd {
    sender.meter.walks(1)
    defer { sender.meter.walks(-1) }
    await withTaskGroup(of: Arrival.self) { group in
      var inFlight = 0
      if limit == nil, let count = listing.count {
        let (sender, listing) = (sender, listing)
        inFlight += 1
        group.addTask {
          .count(await sender.read(count) { listing.readCount($0) })
        }
      }
      var links: [ShownLink] = []
      while true {
        // What was given out last makes room for the next requests, which are on their way while it is printed.
        while inFlight < lanes, goesOn, let work = next() {
          inFlight += 1
          group.addTask { await work() }
        }
        if !links.isEmpty, !report(links) { cut(.outputClosed) }
        look(figures)
        guard let arrival = await group.next() else { break }
        inFlight -= 1
        links = take(arrival)
      }
    }
    if goesOn { await check() }
    return ended
  }

  private var goesOn: Bool { !isLimitReached && !end.isCut && sender.stopped == nil }

  private var figures: ListFigures {
    var figures = ListFigures()
    figures.links = end.links
    figures.total = total
    return figures
  }

  private var total: Int? {
    if let counts { return counts.values.reduce(0, +) }
    guard listing.next() == nil, !parts.isEmpty else { return nil }
    let totals = parts.map(\.pages.total)
    return totals.contains(nil) ? nil : totals.compactMap(\.self).reduce(0, +)
  }

  /// The next request, as the work that carries it out; `nil` while answers must come first, and at the end.
  private mutating func next() -> (@Sendable () async -> Arrival)? {
    for part in listing.takeParts() {
      open.append(parts.count)
      parts.append(Part(plan: part, pages: part.pages))
    }
    let sender = sender
    if !isAskingForParts, let request = listing.next() {
      isAskingForParts = true
      let listing = listing
      return { .parts(await sender.read(request) { listing.read($0) }) }
    }
    for index in open {
      guard let page = parts[index].pages.next() else { continue }
      let pages = parts[index].pages
      return {
        .page(
          part: index, page,
          await sender.read(page.request) { pages.read($0, of: page) })
      }
    }
    open.removeAll { parts[$0].isOver }
    return nil
  }

  /// Takes an answer in, and gives the links that are to be given out for it.
  private mutating func take(_ arrival: Arrival) -> [ShownLink] {
    switch arrival {
    case .count(let exchange):
      if case .content(let counts) = exchange.result { self.counts = counts }
    case .parts(let exchange):
      isAskingForParts = false
      if case .content(let list) = exchange.result {
        listing.take(list)
      } else {
        fail(exchange.refusal)
      }
    case .page(let index, let request, let exchange):
      guard !parts[index].isOver else { return [] }
      switch exchange.result {
      case .content(let page):
        let links = parts[index].pages.take(page, of: request)
        parts[index].listed += links.count
        if parts[index].isOver { open.removeAll { $0 == index } }
        return chosen(links)
      case .refused(let why, _):
        parts[index].isRefused = true
        open.removeAll { $0 == index }
        end.refusals.append((parts[index].plan.words, why))
      default: fail(exchange.refusal)
      }
    }
    return []
  }

  /// What the filter and the limit leave of some links.
  private mutating func chosen(_ links: [ShownLink]) -> [ShownLink] {
    guard !isLimitReached else { return [] }
    var left = filter.isEmpty ? links : links.filter { filter.admits(fields.traits(of: $0)) }
    if let limit, end.links + left.count >= limit {
      left = Array(left.prefix(limit - end.links))
      isLimitReached = true
    }
    end.links += left.count
    return left
  }

  /// A page that does not come would be links that are missing without a word.
  private mutating func fail(_ why: Refusal?) { cut(why.map { .outOfReach($0) }) }

  private mutating func cut(_ why: RunStop?) {
    end.isCut = true
    if stopsRun, let why { sender.stopSwitch.stop(why) }
  }

  private var ended: ListEnd {
    var end = end
    end.total = total
    for part in parts {
      end.sawChange = end.sawChange || part.pages.sawChange
      end.doubts += part.pages.doubts.map { "\(part.plan.words): \($0)" }
    }
    end.stop = sender.stopped
    return end
  }
}

extension ListRun {
  /// Holds what was listed against what the provider counts, and counts again where they differ: links that came or went
  /// meanwhile explain it.
  private mutating func check() async {
    guard let request = listing.count else { return checkPages() }
    guard let before = counts, !isCounted(before) else { return }
    let listing = listing
    let exchange = await sender.read(request) { listing.readCount($0) }
    guard case .content(let after) = exchange.result else { return }
    counts = after
    let known = Set(parts.map(\.plan.name))
    let hidden = after.filter { !known.contains($0.key) && $0.value > 0 && before[$0.key] != nil }
    if !hidden.isEmpty {
      let links = hidden.values.reduce(0, +)
      end.doubts.append(
        "the provider counts \(links.counted("link")) in folders that this key cannot list: "
          + hidden.keys.sorted().prefix(5).joined(separator: ", "))
    }
    end.sawChange = before != after
    guard before == after, !parts.contains(where: \.pages.sawChange) else { return }
    for part in parts where !part.isRefused { compare(part, after[part.plan.name] ?? 0) }
  }

  /// Where the pages alone tell how many links there are, and told the same to the end.
  private mutating func checkPages() {
    for part in parts where !part.isRefused && !part.pages.sawChange {
      if let total = part.pages.total { compare(part, total) }
    }
  }

  private mutating func compare(_ part: Part, _ count: Int) {
    guard count != part.listed else { return }
    end.doubts.append(
      "\(part.plan.words): \(part.listed.grouped) were listed, and the provider counts \(count.grouped)"
    )
  }

  private func isCounted(_ counts: [String: Int]) -> Bool {
    let names = Set(parts.map(\.plan.name))
    return parts.allSatisfy { $0.listed == counts[$0.plan.name] ?? 0 }
      && counts.allSatisfy { $0.value == 0 || names.contains($0.key) }
  }
}
