import HTTP
import Records
import Testing

@testable import Providers

/// Dub's pages: the first by time, the others by ID beside a cursor, in a list that others change meanwhile.
@Suite struct DubPagesTests {
  /// A workspace as far as lists show it (Dub dossier, section 2.1).
  private struct Workspace {
    /// IDs and when links were made; an imported link has a new ID and an old date.
    var links: [(id: Int, time: Int)]

    func page(_ target: String) -> LinkPage {
      let after = Self.cursor("startingAfter", in: target)
      let before = Self.cursor("endingBefore", in: target)
      guard let cursor = after ?? before else {
        return page(of: links.sorted { $0.time > $1.time }.prefix(100).map(\.id))
      }
      guard links.contains(where: { $0.id == cursor }) else { return LinkPage(isCursorGone: true) }
      let ids = links.map(\.id).sorted(by: >)
      if after != nil { return page(of: ids.filter { $0 < cursor }.prefix(100)) }
      return page(of: ids.filter { $0 > cursor }.suffix(100))
    }

    private func page(of ids: some Sequence<Int>) -> LinkPage {
      LinkPage(links: ids.map { ShownLink(id: "link_\($0)") })
    }

    private static func cursor(_ name: String, in target: String) -> Int? {
      guard let range = target.firstRange(of: name + "=link_") else { return nil }
      return Int(target[range.upperBound...].prefix { $0 != "&" })
    }
  }

  private func read(
    _ workspace: inout Workspace, change: (inout Workspace) -> Void = { _ in }
  ) throws -> (ids: [Int], doubts: [String], requests: Int) {
    var plan = DubPages("showArchived=true")
    var ids: [Int] = []
    var requests = 0
    while let page = plan.next() {
      requests += 1
      try #require(requests < 200)
      #expect(plan.next() == nil, "cursors go one after another")
      let answer = workspace.page(page.request.target)
      change(&workspace)
      ids += plan.take(answer, of: page).compactMap { $0.id.flatMap { Int($0.dropFirst(5)) } }
    }
    #expect(plan.isOver)
    return (ids, plan.doubts, requests)
  }

  @Test("a list at rest comes whole and once", arguments: [0, 1, 99, 100, 101, 250, 1_000])
  func rest(count: Int) throws {
    var workspace = Workspace(links: (0..<count).map { ($0, $0) })
    let read = try read(&workspace)
    #expect(read.ids.sorted() == Array(0..<count) && read.doubts.isEmpty)
    #expect(read.requests <= count / 98 + 4)
  }

  @Test("imported links, whose IDs are newer than their dates, come too")
  func imported() throws {
    var workspace = Workspace(links: (0..<500).map { ($0, $0) })
    workspace.links += (500..<800).map { ($0, $0 - 100_000) }
    let read = try read(&workspace)
    #expect(read.ids.sorted() == Array(0..<800) && read.doubts.isEmpty)
  }

  @Test("links that stay come exactly once while cursors and others go", arguments: 0..<30)
  func churn(seed: Int) throws {
    var state = UInt64(seed)
    func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, sides)
    }
    var workspace = Workspace(links: (0..<700).map { ($0, $0) })
    var next = 1_000
    let read = try read(&workspace) { workspace in
      for _ in 0..<roll(30) { workspace.links.remove(at: roll(workspace.links.count)) }
      for _ in 0..<roll(5) {
        workspace.links.append((next, next))
        next += 1
      }
    }
    let stayed = Set(workspace.links.map(\.id).filter { $0 < 700 })
    #expect(stayed.subtracting(read.ids).isEmpty && read.doubts.isEmpty)
    #expect(Set(read.ids).count == read.ids.count, "links came twice")
  }
}
