// The shelf of the ruled stand-ins: whatever is done to its links, it finds and lists them as a plain array would.

import TestSupport
import Testing

@testable import Sandbox

struct LinkShelfTests {
  /// A list by name, and what a plain array makes of the same links, oldest first.
  private static let lists:
    [(
      name: String, isRising: Bool, key: SortKey.Maker?, isFound: LinkView.Filter?,
      plain: @Sendable ([SandboxLink]) -> [SandboxLink]
    )] = [
      ("all", false, nil, nil, { $0.reversed() }),
      ("even", true, nil, { $0.visits % 2 == 0 }, { $0.filter { $0.visits % 2 == 0 } }),
      (
        "visits", true, { .number($0.visits) }, nil,
        { $0.sorted { ($0.visits, $0.serial) < ($1.visits, $1.serial) } }
      ),
      (
        "slug", false, { .text($0.slug) }, { $0.visits > 1 },
        {
          $0.filter { $0.visits > 1 }.sorted { ($0.slug, $0.serial) > ($1.slug, $1.serial) }
        }
      ),
    ]

  @Test("a shelf behaves as an array of links", arguments: 1...8 as ClosedRange<UInt64>)
  func shelf(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var options = SandboxOptions()
    options.links = 60
    options.shape.sameMoment = 7
    options.shape.clicks = 5
    var shelf = LinkShelf(of: YOURLSRules.self, options)
    var links: [SandboxLink] = []
    shelf.forEach { links.append($0) }
    links.sort { $0.serial < $1.serial }
    for step in 0..<400 {
      change(&shelf, &links, step, using: &random)
      let own = links.filter { !$0.isForeign }
      #expect(shelf.count == links.count)
      #expect(shelf.visits == links.reduce(0) { $0 + $1.visits })
      // The same list is asked for some steps long, not after each of them.
      guard step % 3 == 0 else { continue }
      let asked = Self.lists[step / 40 % Self.lists.count]
      let list = shelf.list(
        asked.name, isRising: asked.isRising, by: asked.key, where: asked.isFound)
      let plain = asked.plain(own)
      #expect(list.links(from: 0, count: .max) == plain)
      #expect(list.count == plain.count)
      #expect(list.links(from: 3, count: 5) == Array(plain.dropFirst(3).prefix(5)))
      #expect(list.links(from: .max, count: 5) == [] && list.links(from: -1, count: -1) == [])
      #expect(plain.map(list.index(of:)) == Array(plain.indices))
    }
  }

  private func change(
    _ shelf: inout LinkShelf, _ links: inout [SandboxLink], _ step: Int,
    using random: inout SeededGenerator
  ) {
    let now = Timestamp(seconds: 2_000_000_000)
    let urls = (1...70).map { "https://example.com/page/\($0)" }
    guard let place = links.indices.randomElement(using: &random) else { return }
    var link = links[place]
    let old = link
    link.visits = Int.random(in: 0..<9, using: &random)
    link.url = urls.randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      link.id = "new-\(step)"
      link.slug = link.id
      link.isForeign = Int.random(in: 0..<9, using: &random) == 0
      links.append(shelf.create(link, at: now))
      #expect(links.last?.serial == shelf.lastSerial)
    case 1:
      link.isForeign = old.isForeign
      links[place] = shelf.replace(old, with: link, at: now)
    case 2:
      (link.id, link.slug) = ("renamed-\(step)", "renamed-\(step)")
      links[place] = shelf.replace(old, with: link, at: now)
      #expect(shelf.any(old.id) == nil && shelf.serial(of: old.id) == nil)
    default:
      #expect((shelf.remove(old.id) == nil) == old.isForeign)
      if !old.isForeign { links.remove(at: place) }
      #expect(shelf.serial(of: old.id) == old.serial)
    }
    check(shelf, links, old)
  }

  /// Looks for a link that was there, by all that names it.
  private func check(_ shelf: LinkShelf, _ links: [SandboxLink], _ old: SandboxLink) {
    let own = links.filter { !$0.isForeign }
    #expect(shelf.any(old.id) == links.first { $0.id == old.id })
    #expect(shelf[old.id] == own.first { $0.id == old.id })
    #expect(shelf.link(at: "", old.slug) == links.first { $0.slug == old.slug })
    #expect(shelf.links(to: old.url) == own.filter { $0.url == old.url })
    let behind = own.filter { $0.serial > old.serial }
    #expect(shelf.next(5, behind: old.serial) == Array(behind.prefix(5)))
    let before = own.filter { $0.serial < old.serial }
    #expect(
      shelf.next(5, behind: old.serial, isRising: false) == Array(before.reversed().prefix(5)))
    #expect(shelf.next(3, isRising: false) == Array(own.reversed().prefix(3)))
    #expect(
      shelf.next(.max, behind: .max).isEmpty
        && shelf.next(1, behind: .min) == own.prefix(1).map { $0 })
  }

  @Test("a list that nobody asks for any more is made anew, and is right")
  func forgotten() {
    var options = SandboxOptions()
    options.links = 3
    var shelf = LinkShelf(of: KuttRules.self, options)
    func ids() -> [String] {
      shelf.list("all", isRising: true).links(from: 0, count: .max).map(\.id)
    }
    #expect(ids().count == 3)
    for number in 0..<5000 {
      _ = shelf.create(
        SandboxLink(id: "\(number)", slug: "\(number)", url: "x"), at: Timestamp(seconds: 1))
    }
    #expect(ids().count == 5003)
    #expect(ids().last == "4999")
  }
}
