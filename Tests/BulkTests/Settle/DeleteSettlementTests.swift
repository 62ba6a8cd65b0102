import Providers
import Testing

@testable import Bulk

/// Deletes whose answers name what they have deleted, as Hoko's do: all or nothing, and not to be sent again blindly.
@Suite struct DeleteSettlementTests {
  private let aim: DeleteAim
  private let ids = (0..<60).map { LinkID("id-\($0)") }

  init() throws { aim = DeleteAim(try #require(Hoko().deletion), Hoko().reading) }

  private func settle(
    _ count: Int, doubtful: [Bool]? = nil, looksFirst: Bool = false, retries: Int = 3,
    by transcript: [Turn], sourceLocation: SourceLocation = #_sourceLocation
  ) -> Settled {
    BulkTests.settle(
      Array(ids.prefix(count)), aim, doubtful: doubtful, looksFirst: looksFirst, retries: retries,
      by: transcript, sourceLocation: sourceLocation)
  }

  @Test("all are named, and all are deleted")
  func whole() {
    let settled = settle(3, by: [.send([0, 1, 2], .told(.done(), .done(), .done()))])
    #expect(settled.outcomes == ["deleted", "deleted", "deleted"])
    #expect(settled.attempts == [1, 1, 1])
  }

  @Test("what an answer says of a row is said of it; what is left out is looked for")
  func rows() {
    let why = Refusal("gone", "no such link")
    let settled = settle(
      4,
      by: [
        .send([0, 1, 2, 3], .told(.done(), .untold, .notFound(why), .refused(why))),
        .look([1], Sights([.notThere])),
      ])
    #expect(settled.outcomes == ["deleted", "unconfirmed gone", "not_found gone", "failed gone"])
  }

  @Test("what is left out and still there is sent again")
  func leftOut() {
    let settled = settle(
      2,
      by: [
        .send([0, 1], .told(.done(), .untold)), .look([1], Sights([.there()])), .pause(1),
        .send([1], .told(.done())),
      ])
    #expect(settled.outcomes == ["deleted", "deleted"] && settled.attempts == [1, 2])
  }

  @Test("of a lost answer each row is looked for: there, not there, not told")
  func lost() {
    let settled = settle(
      3,
      by: [
        .send([0, 1, 2], .lost), .look([0, 1, 2], Sights([.there(), .notThere, .untold(nil)])),
        .pause(1), .send([0], .told(.done())),
      ])
    #expect(settled.outcomes == ["deleted", "unconfirmed gone", "unknown timed_out"])
    #expect(settled.attempts == [2, 1, 1])
    let failed = settle(1, by: [.send([0], .lost), .look([0], Sights([.failed]))])
    #expect(failed.outcomes == ["unknown http_500"])
  }

  @Test(
    "of many rows a few are looked for first, and all are sent again while one of them is there")
  func sample() {
    let all = Array(0..<60)
    let some = [0, 15, 30, 45]
    let rows = Exchange(result: .content(Report(.done(), of: 60)), sent: 1)
    let standing = Sights([.notThere, .untold(nil), .there(), .notThere])
    let again = settle(
      60, by: [.send(all, .lost), .look(some, standing), .pause(1), .send(all, rows)])
    #expect(again.rulings == all.map { _ in Bulk.Ruling(.deleted, attempts: 2) })
    let whole = settle(
      60,
      by: [
        .send(all, .lost), .look(some, Sights(.notThere, of: 4)),
        .look(all, Sights(.notThere, of: 60)),
      ])
    #expect(whole.outcomes == all.map { _ in "unconfirmed gone" })
  }

  @Test("when the resends are used up, what is still there has failed")
  func usedUp() {
    let settled = settle(
      2, retries: 2,
      by: [
        .send([0, 1], .lost), .look([0, 1], Sights(.there(), of: 2)), .pause(1),
        .send([0, 1], .lost), .look([0, 1], Sights(.there(), of: 2)), .pause(2),
        // One row may be what the server fails on.
        .send([0], .lost), .look([0], Sights([.there()])), .send([1], .told(.done())),
      ])
    #expect(settled.outcomes == ["failed still_there", "deleted"] && settled.attempts == [3, 3])
  }

  @Test("a refusal alone after a loss tells that it is gone, or nothing")
  func refusedAfterLoss() {
    let lost: [Turn] = [.send([0], .lost), .look([0], Sights([.there()])), .pause(1)]
    let gone = settle(1, by: lost + [.send([0], .missing)])
    #expect(gone.outcomes == ["unconfirmed gone"])
    let other = settle(
      1,
      by: lost + [
        .send([0], .refused("http_409")), .look([0], Sights([.there()])), .pause(2),
        .send([0], .told(.done())),
      ])
    #expect(other.outcomes == ["deleted"] && other.attempts == [3])
    // So does an answer that says it of the row.
    let why = Refusal("no", "for some reason")
    let missing = settle(1, by: lost + [.send([0], .told(.notFound(why)))])
    #expect(missing.outcomes == ["unconfirmed gone"])
    for row in [Report.Row.refused(why), .undecided(why), .untold] {
      let row = settle(1, by: lost + [.send([0], .told(row)), .look([0], Sights([.notThere]))])
      #expect(row.outcomes == ["unconfirmed gone"])
    }
    // Without a loss it is what it says.
    #expect(settle(1, by: [.send([0], .missing)]).outcomes == ["not_found http_400"])
  }

  @Test(
    "a refusal alone that does not say why is told by looking: only what is not there is not found")
  func refusedForSomeReason() {
    for code in ["http_400", "http_409"] {
      func outcomes(_ sight: Sight) -> [String] {
        settle(1, by: [.send([0], .refused(code)), .look([0], Sights([sight]))]).outcomes
      }
      #expect(outcomes(.there()) == ["failed \(code)"])
      #expect(outcomes(.notThere) == ["not_found \(code)"])
      for sight in [Sight.notSeen, .failed, .untold(nil)] {
        #expect(outcomes(sight) == ["failed \(code)"])
      }
    }
  }

  @Test("what ends without an answer after a loss is looked for once more")
  func endedAfterLoss() {
    let lost: [Turn] = [.send([0], .lost), .look([0], Sights([.there()])), .pause(1)]
    for exchange in [Exchange<Report>.unsent, .rejected, .tooLarge] {
      let gone = settle(1, by: lost + [.send([0], exchange), .look([0], Sights([.notThere]))])
      #expect(gone.outcomes == ["unconfirmed gone"])
    }
    let stopped = settle(1, by: lost + [.send([0], .stopped), .look([0], Sights([.untold(nil)]))])
    #expect(stopped.outcomes == ["unknown timed_out"])
  }

  @Test("looked for first: each is told by what was seen of it, and what is not there is not sent")
  func beforehand() {
    let sights = Sights([.there(ShownLink(id: "id-0")), .notThere, .notSeen, .failed, .untold(nil)])
    let settled = settle(
      5, looksFirst: true,
      by: [
        .look([0, 1, 2, 3, 4], sights), .send([2], .told(.done())), .send([0], .lost),
        .look([0], Sights([.notThere])),
      ])
    #expect(
      settled.outcomes == ["deleted", "not_found", "deleted", "failed http_500", "not_attempted"])
    #expect(settled.attempts == [1, 0, 1, 0, 0])
  }

  @Test("two rows that turn out to name one link are sent once, by its own ID")
  func aliases() {
    let link = Sight.there(ShownLink(id: "id-9"))
    let settled = settle(
      2, looksFirst: true, by: [.look([0, 1], Sights([link, link])), .send([0], .told(.done()))])
    #expect(settled.outcomes == ["deleted", "deleted"] && settled.attempts == [1, 1])
  }

  @Test("what an earlier run may have deleted is looked for first, and sent without a pause")
  func doubtful() {
    let fresh = Turn.send([1], .told(.done()))
    let doubtful = [true, false]
    #expect(
      settle(
        2, doubtful: doubtful,
        by: [fresh, .look([0], Sights([.there()])), .send([0], .told(.done()))]
      ).outcomes == ["deleted", "deleted"])
    #expect(
      settle(2, doubtful: doubtful, by: [fresh, .look([0], Sights([.notThere]))]).outcomes
        == ["unconfirmed gone", "deleted"])
    #expect(
      settle(2, doubtful: doubtful, by: [fresh, .look([0], Sights([.untold(nil)]))]).outcomes
        == ["unknown in_doubt", "deleted"])
  }

  @Test("that a link is there before it is sent shows that no earlier run has deleted it")
  func doubtfulBeforehand() {
    func outcomes(_ sight: Sight, _ more: Turn...) -> [String] {
      settle(1, doubtful: [true], looksFirst: true, by: [.look([0], Sights([sight]))] + more)
        .outcomes
    }
    let there = Sight.there(ShownLink(id: "id-0"))
    #expect(outcomes(there, .send([0], .told(.done()))) == ["deleted"])
    #expect(outcomes(there, .send([0], .refused("http_409"))) == ["failed http_409"])
    #expect(
      outcomes(.notThere) == ["unconfirmed gone"] && outcomes(.failed) == ["unknown http_500"])
    // What was not seen is looked for as what was sent.
    #expect(outcomes(.notSeen, .look([0], Sights([.notThere]))) == ["unconfirmed gone"])
  }
}
