import Providers
import Records
import Testing

@testable import Bulk

/// Batches that are taken apart, whose parts come to something else than being done or refused.
@Suite struct TakingApartTests {
  private let why = Refusal("no", "for some reason")
  private let whole = Turn.send([0, 1, 2, 3], .refused())

  private func creates(
    _ transcript: [Turn], stops: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Settled {
    let links = try (0..<4).map {
      try #require(Dub().creation).link(
        ["url": "https://e.org", "externalId": .string("\($0)")], row: $0 + 1,
        allowingUnknown: false)
    }
    return settle(
      links, CreateAim(try #require(Dub().creation), Claims()), by: [whole] + transcript,
      stops: stops,
      sourceLocation: sourceLocation)
  }

  @Test("a part whose answer was lost is read back, and tells nothing of the others or of size")
  func lost() throws {
    let own = ShownLink(id: "link_0", externalID: "0", age: .zero, object: ["url": "https://e.org"])
    let settled = try creates([
      .send([0, 1], .lost), .look([0, 1], Sights([.there(own), .notThere])), .pause(1),
      .send([1], .told(.done())), .send([3], .told(.done())), .send([2], .told(.done())),
    ])
    #expect(settled.outcomes == ["created", "created", "created", "created"])
    #expect(settled.attempts == [2, 3, 2, 2] && settled.longestBatch == nil)
  }

  @Test("a row that is refused alone after the loss of a part may have been done by that")
  func refusedAfterLoss() throws {
    let modification = try #require(Dub().modification)
    let edits = try (0..<4).map {
      try modification.edit(LinkID("link_\($0)"), ["title": "t"], allowingUnknown: false)
    }
    let touched: [Turn] = [whole, .send([0, 1], .refused().again), .send([0], .refused())]
    let rest: [Turn] = [.send([3], .told(.done())), .send([2], .told(.done()))]
    for (end, outcome) in [
      (Exchange<Report>.refused(), "unknown bad"), (.told(.done()), "updated"),
      (.told(.refused(why)), "unknown no"), (.told(.untold), "unknown not_in_answer"),
    ] {
      // One that has passed lets more of them go together.
      let isPassed = if case .content = end.result { true } else { false }
      let ends = isPassed ? [Turn.send([2, 3], .told(.done(), .done()))] : rest
      let settled = settle(
        edits, UpdateAim(modification, Dub().reading), by: touched + [.send([1], end)] + ends)
      #expect(settled.outcomes == ["unknown bad", outcome, "updated", "updated"])
      #expect(settled.attempts == [4, 4, 2, 2])
    }
  }

  @Test("a batch that was refused after a loss leaves all its rows open")
  func refusedWholeAfterLoss() throws {
    let aim = DeleteAim(try #require(Hoko().deletion), Hoko().reading)
    let both = Sights(.there(), of: 2)
    let settled = settle(
      ["a", "b"].map { LinkID($0) }, aim,
      by: [
        .send([0, 1], .lost), .look([0, 1], both), .pause(1), .send([0, 1], .missing),
        .send([0], .missing), .send([1], .told(.done())),
      ])
    #expect(settled.outcomes == ["unconfirmed gone", "deleted"] && settled.attempts == [3, 3])
  }

  @Test("a part that is too large is halved, and only that is about size")
  func tooLarge() throws {
    let settled = try creates([
      .send([0, 1], .tooLarge), .send([0], .told(.done())), .send([1], .told(.done())),
      .send([3], .told(.done())), .send([2], .told(.done())),
    ])
    #expect(settled.outcomes == ["created", "created", "created", "created"])
    #expect(settled.attempts == [3, 3, 2, 2] && settled.longestBatch == 1)
  }

  @Test("a run that stops within it says so of what was not sent alone")
  func stopped() throws {
    let rejected = try creates([.send([0, 1], .rejected)], stops: true)
    #expect(rejected.outcomes == ["failed key", "failed key", "not_attempted", "not_attempted"])
    let unsent = try creates([.send([0, 1], .unsent)], stops: true)
    #expect(unsent.outcomes.suffix(2) == ["not_attempted", "not_attempted"])
    let lost = try creates([.send([0, 1], .lost)], stops: true)
    #expect(
      lost.outcomes == ["unknown timed_out", "unknown timed_out", "not_attempted", "not_attempted"])
    #expect(try creates([], stops: true).outcomes == Array(repeating: "not_attempted", count: 4))
  }
}
