// Another client that adds and deletes links while the first one reads.

import Records
import TestSupport
import Testing

@testable import Sandbox

@Suite(.inTurn) struct ChurnTests {
  @Test("a pace is read, with what may follow it")
  func texts() throws {
    #expect(try Churn(parsing: "50/s") == Churn(.perSecond(50)))
    #expect(try Churn(parsing: "2/request") == Churn(.perRequests(changes: 2, requests: 1)))
    #expect(try Churn(parsing: "1/10requests") == Churn(.perRequests(changes: 1, requests: 10)))
    var churn = Churn(.perSecond(5))
    churn.seed = 7
    churn.aimsAtSeam = true
    #expect(try Churn(parsing: "5/s,seed=7,seam") == churn)
    for text in [
      "", "5", "/s", "0/s", "5/", "5/m", "5/0requests", "5/-1requests", "5/s,", "5/s,x",
      "5/s,seed=", "1000000/s", "5/s/s",
    ] {
      #expect(throws: OptionTextError.self, "\(text)") { try Churn(parsing: text) }
    }
  }

  @Test(
    "so many changes in each second since the first request, none twice, and not too many at once")
  func clock() {
    var clock = ChurnClock(Churn(.perSecond(50)))
    let start = Timestamp(seconds: 1_000_000)
    #expect(clock.due(at: start) == 0)
    #expect(clock.due(at: start + .milliseconds(100)) == 5)
    #expect(clock.due(at: start + .milliseconds(110)) == 0)
    #expect(clock.due(at: start + .milliseconds(119)) == 0)
    #expect(clock.due(at: start + .milliseconds(120)) == 1)
    #expect(clock.due(at: start + .milliseconds(50)) == 0)
    #expect(clock.due(at: start + .seconds(2)) == 94)
    #expect(clock.due(at: start + .seconds(86_400)) == ChurnClock.mostAtOnce)
    #expect(clock.due(at: start + .seconds(86_401)) == 50)
  }

  @Test("so many changes for so many requests, whatever the clock says")
  func requests() {
    var clock = ChurnClock(Churn(.perRequests(changes: 2, requests: 3)))
    let due = (0..<6).map { _ in clock.due(at: Timestamp(seconds: 5)) }
    #expect(due == [0, 1, 1, 0, 1, 1])
  }

  private static let lists: [(SandboxProvider, String)] = [
    (.dub, "/links"), (.hoko, "/api/links"), (.shortpen, "/v1/links"),
  ]

  private func churned(_ text: String, links: Int = 100) throws -> Sandbox {
    let churn = try Churn(parsing: text)
    return try Sandbox.forTest(links: links) { options in
      options.churn = churn
      options.shape.folders = 3
      options.shape.tags = 2
      options.shape.archivedPercent = 10
    }
  }

  @Test("links come and go by turns, the same for the same seed, counted apart", arguments: 0..<3)
  func turns(index: Int) throws {
    let (provider, target) = Self.lists[index]
    func run(_ seed: Int) throws -> (Sandbox, [String]) {
      let sandbox = try churned("6/request,seed=\(seed)")
      for _ in 0..<10 { #expect(try sandbox.ask(provider, "GET", target).status == 200) }
      return (sandbox, sandbox.ids(of: provider))
    }
    let (sandbox, ids) = try run(1)
    let counters = sandbox.counters(of: provider)
    #expect(counters.addedByOthers == 30 && counters.deletedByOthers == 30)
    #expect(counters.created == 0 && counters.deleted == 0)
    #expect(sandbox.linkCount(of: provider) == 100 && ids.count == 100)
    let seeded = (1...100).map { SeededID.text($0, of: provider) }
    #expect((70..<100).contains(Set(ids).intersection(seeded).count))
    #expect(try run(1).1 == ids)
    #expect(try run(2).1 != ids)
    // The other providers were not asked, so that nobody changed anything there.
    #expect(
      Self.lists.allSatisfy { $0.0 == provider || sandbox.counters(of: $0.0).addedByOthers == 0 })
  }

  @Test("aimed at the seam, the cursor is gone before the next page is asked for")
  func seam() throws {
    let sandbox = try churned("2/request,seam", links: 1000)
    var cursor: String?
    for _ in 0..<5 {
      let reply = try sandbox.ask(
        .dub, "GET", "/links?showArchived=true" + (cursor.map { "&startingAfter=\($0)" } ?? ""))
      if let last = cursor {
        #expect(reply.status == 422)
        #expect(!sandbox.holds(last, at: .dub))
      }
      let page = try sandbox.ask(.dub, "GET", "/links?showArchived=true")
      cursor = page.texts("id").last
      #expect(cursor != nil)
    }
    let hoko = try sandbox.ask(.hoko, "GET", "/api/links?sort=asc").texts("id")
    _ = try sandbox.ask(.hoko, "GET", "/api/collections")
    #expect(hoko.last.map { sandbox.holds($0, at: .hoko) } == false)
    let pen = try sandbox.ask(.shortpen, "GET", "/v1/links").json?["data"]?.array?.last
    _ = try sandbox.ask(.shortpen, "POST", "/v1/me")
    #expect(pen?["id"]?.number.map { sandbox.holds($0.text, at: .shortpen) } == false)
  }

  @Test("a test may have changes done when it likes, until nothing is left to delete")
  func byHand() throws {
    let sandbox = try Sandbox.forTest(links: 3)
    for (provider, _) in Self.lists {
      sandbox.disturb(1, at: provider)
      #expect(sandbox.linkCount(of: provider) == 4)
      sandbox.disturb(1, at: provider)
      #expect(sandbox.linkCount(of: provider) == 3)
      #expect(sandbox.counters(of: provider).addedByOthers == 1)
      #expect(sandbox.counters(of: provider).deletedByOthers == 1)
    }
    let other = try #require(try Sandbox.forTest().disturbed(1, at: .dub).links(of: .dub).first)
    #expect(other["userId"] == "user_other")
  }

  @Test("a link of another workspace and a domain's own are left alone")
  func spared() throws {
    let sandbox = try Sandbox.forTest { options in
      options.dub.links = [
        DubLink(id: "root", key: "_root"), DubLink(id: "foreign", workspace: "ws_other"),
      ]
    }
    sandbox.disturb(200, at: .dub)
    #expect(sandbox.holds("root", at: .dub) && sandbox.holds("foreign", at: .dub))
  }

  @Test("links that stay come once in Dub's walk while others come and go at its cursors")
  func walkMeanwhile() throws {
    let sandbox = try churned("4/request", links: 2000)
    let before = Set(sandbox.ids(of: .dub))
    var found: [String] = []
    for folder in ["unsorted", "fold_seed_1", "fold_seed_2", "fold_seed_3"] {
      let query = "/links?showArchived=true&folderId=\(folder)"
      let start = try #require(try sandbox.ask(.dub, "GET", query).texts("id").first)
      found.append(start)
      for direction in ["startingAfter", "endingBefore"] {
        // The end of the last page and the one before, should that be gone.
        var cursors = [start]
        while let cursor = cursors.popLast() {
          let reply = try sandbox.ask(.dub, "GET", query + "&\(direction)=\(cursor)")
          guard reply.status == 200 else { continue }
          let ids = reply.texts("id")
          found += ids
          cursors = direction == "startingAfter" ? ids : ids.reversed()
        }
      }
    }
    let stayed = before.intersection(sandbox.ids(of: .dub))
    #expect(stayed.count < before.count)
    let counts = Dictionary(grouping: found) { $0 }.mapValues(\.count)
    #expect(stayed.filter { counts[$0] != 1 } == [])
  }
}

extension Sandbox {
  fileprivate func disturbed(_ changes: Int, at provider: SandboxProvider) -> Sandbox {
    disturb(changes, at: provider)
    return self
  }
}
