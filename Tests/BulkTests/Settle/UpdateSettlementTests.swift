import Providers
import Records
import Testing

@testable import Bulk

/// Changes, which may be made twice.
@Suite struct UpdateSettlementTests {
  private let dub: any Modification
  private let pen: any Modification
  private let why = Refusal("no", "for some reason")

  init() throws {
    dub = try #require(Dub().modification)
    pen = try #require(ShortPen().modification)
  }

  private func edits(_ ids: [String], _ change: JSONObject = ["title": "t"]) throws -> [Edit] {
    try ids.map { try dub.edit(LinkID($0), change, allowingUnknown: false) }
  }

  private func settle(
    _ edits: [Edit], doubtful: [Bool]? = nil, by transcript: [Turn],
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Settled {
    BulkTests.settle(
      edits, UpdateAim(dub, Dub().reading), doubtful: doubtful, by: transcript,
      sourceLocation: sourceLocation)
  }

  @Test("each row is what the answer says of it, with its link where that is shown")
  func rows() throws {
    let link = ShownLink(id: "link_0")
    let settled = settle(
      try edits(["link_0", "link_1", "link_2", "link_3", "link_4"]),
      by: [
        .send(
          Array(0..<5),
          .told(.done(link), .done(), .notFound(why), .refused(why), .undecided(why)))
      ])
    #expect(settled.outcomes == ["updated", "updated", "not_found no", "failed no", "unknown no"])
    #expect(settled.rulings.first?.outcome.link == link && settled.attempts == [1, 1, 1, 1, 1])
  }

  @Test("what is left out is sent again alone, where an answer cannot leave it out")
  func leftOut() throws {
    let edits = try edits(["link_0", "link_1", "link_2"])
    let first = Turn.send([0, 1, 2], .told(.done(), .untold, .done()))
    let done = settle(edits, by: [first, .send([1], .told(.done()))])
    #expect(done.outcomes == ["updated", "updated", "updated"] && done.attempts == [1, 2, 1])
    let untold = settle(edits, by: [first, .send([1], .told(.untold))])
    #expect(untold.outcomes == ["updated", "unconfirmed not_in_answer", "updated"])
    let stopped = settle(edits, by: [first, .send([1], .stopped)])
    #expect(stopped.outcomes == ["updated", "unconfirmed not_in_answer", "updated"])
    let lost = settle(edits, by: [first, .send([1], .lost)])
    #expect(lost.outcomes == ["updated", "unknown timed_out", "updated"])
  }

  @Test("an answer that stays lost leaves the rows unknown")
  func lost() throws {
    let settled = settle(try edits(["link_0", "link_1"]), by: [.send([0, 1], .lost)])
    #expect(settled.outcomes == ["unknown timed_out", "unknown timed_out"])
  }

  @Test("a refusal alone is about the change, or about a link that is not there: looking tells")
  func refusedAlone() throws {
    let edits = try edits(["link_0"])
    let refused = Turn.send([0], .refused())
    for (sight, outcome) in [
      (Sight.notThere, "not_found bad"), (.there(), "failed bad"), (.notSeen, "failed bad"),
      (.failed, "failed bad"), (.untold(nil), "failed bad"),
    ] {
      #expect(settle(edits, by: [refused, .look([0], Sights([sight]))]).outcomes == [outcome])
    }
    let edit = try pen.edit(LinkID("7"), ["title": "t"], allowingUnknown: false)
    let unread = BulkTests.settle([edit], UpdateAim(pen, ShortPen().reading), by: [refused])
    #expect(unread.outcomes == ["failed bad"])
  }

  @Test("after a loss a refusal tells nothing, and a link that is missing may have been renamed")
  func afterLoss() throws {
    let own = try edits(["link_0"])
    #expect(settle(own, by: [.send([0], .refused().again)]).outcomes == ["unknown bad"])
    #expect(settle(own, by: [.send([0], .told(.refused(why)).again)]).outcomes == ["unknown no"])
    let missing = Turn.send([0], .told(.notFound(why)).again)
    #expect(settle(own, by: [missing]).outcomes == ["not_found no"])
    let renamed = try edits(["ext_a"], ["externalId": "b"])
    #expect(settle(renamed, by: [missing]).outcomes == ["unknown no"])
    let done = settle(own, by: [.send([0], .told(.done()).again)])
    #expect(done.outcomes == ["updated"] && done.attempts == [2])
    let untold = settle(own, by: [.send([0], .told(.untold).again)])
    #expect(untold.outcomes == ["unknown not_in_answer"])
  }

  @Test(
    "of what an earlier run may have changed, a refusal does not tell that it was not done then")
  func doubtful() throws {
    let edits = try edits(["link_0", "link_1", "link_2"])
    let settled = settle(
      edits, doubtful: [true, true, true],
      by: [.send([0, 1, 2], .told(.done(), .refused(why), .notFound(why)))])
    #expect(settled.outcomes == ["updated", "unknown no", "not_found no"])
    let apart = settle(
      edits, doubtful: [false, true, false],
      by: [.send([0, 2], .told(.done(), .done())), .send([1], .lost)])
    #expect(apart.outcomes == ["updated", "unknown timed_out", "updated"])
  }

  @Test("what was refused here is not sent")
  func refusedHere() throws {
    let settled = BulkTests.settle(
      try edits(["link_0", "link_1"]), UpdateAim(dub, Dub().reading),
      refused: [(0, Outcome(.failed, why))], by: [.send([1], .told(.done()))])
    #expect(settled.outcomes == ["failed no", "updated"] && settled.attempts == [0, 1])
  }
}
