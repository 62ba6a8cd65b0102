import Providers
import Testing

@testable import Bulk

/// Deletes that are answered by a count, as Dub's and ShortPen's are, and may be sent again at once.
@Suite struct CountedDeleteTests {
  private let dub: DeleteAim
  private let pen: DeleteAim
  private let ids = (0..<5).map { LinkID("\($0)") }

  init() throws {
    dub = DeleteAim(try #require(Dub().deletion), Dub().reading)
    pen = DeleteAim(try #require(ShortPen().deletion), ShortPen().reading)
  }

  private func settle(
    _ count: Int, _ aim: DeleteAim, doubtful: [Bool]? = nil, looksFirst: Bool = false,
    by transcript: [Turn], sourceLocation: SourceLocation = #_sourceLocation
  ) -> Settled {
    BulkTests.settle(
      Array(ids.prefix(count)), aim, doubtful: doubtful, looksFirst: looksFirst, by: transcript,
      sourceLocation: sourceLocation)
  }

  @Test("a full count settles every row")
  func full() {
    for aim in [dub, pen] {
      let settled = settle(3, aim, by: [.send([0, 1, 2], .counted(3, of: 3))])
      #expect(settled.outcomes == ["deleted", "deleted", "deleted"])
      #expect(settled.attempts == [1, 1, 1])
    }
  }

  @Test("a count that falls short is explained by a look-up, where there is one")
  func lookUp() {
    let short = Turn.send([0, 1, 2], .counted(2, of: 3))
    let rest = Sights([.notSeen, .there(), .notSeen])
    #expect(
      settle(3, dub, by: [short, .look([0, 1, 2], rest)]).outcomes
        == ["deleted", "failed still_there", "deleted"])
    // One of the three was not there to begin with, and nobody knows which.
    let none = Sights(.notThere, of: 3)
    #expect(
      settle(3, dub, by: [short, .look([0, 1, 2], none)]).outcomes
        == Array(repeating: "unconfirmed gone", count: 3))
    let untold = Sights([.notThere, .failed, .there()])
    #expect(
      settle(3, dub, by: [short, .look([0, 1, 2], untold)]).outcomes
        == Array(repeating: "unconfirmed count_short", count: 3))
  }

  @Test("that none was removed tells only of the request that says so")
  func none() {
    let proof = Turn.look([0, 1], Sights(.notThere, of: 2))
    let none = Exchange<Report>.counted(0, of: 2)
    #expect(
      settle(2, dub, by: [.send([0, 1], none), proof]).outcomes == ["not_found", "not_found"])
    let again = settle(2, dub, by: [.send([0, 1], none.again), proof])
    #expect(again.outcomes == ["unconfirmed gone", "unconfirmed gone"])
    #expect(again.attempts == [2, 2])
  }

  @Test("links that no whole list shows, and of which none was removed, need no other look")
  func absent() {
    let unseen = Sights([.notSeen, .notSeen], isWhole: true)
    let settled = settle(
      2, dub, looksFirst: true,
      by: [.look([0, 1], unseen), .send([0, 1], .counted(0, of: 2).again)])
    #expect(settled.outcomes == ["not_found", "not_found"] && settled.attempts == [2, 2])
  }

  @Test("links that were seen before and are gone after were deleted, whatever was counted")
  func seen() {
    let links = ids.prefix(2).map { Sight.there(ShownLink(id: $0.text)) }
    let settled = settle(
      2, dub, looksFirst: true,
      by: [
        .look([0, 1], Sights(links)), .send([0, 1], .counted(1, of: 2).again),
        .look([0, 1], Sights([.notSeen, .there()])),
      ])
    #expect(settled.outcomes == ["deleted", "failed still_there"])
  }

  @Test(
    "an answer that stays lost is looked for, and nothing is sent again: the resends are used up")
  func lost() {
    let settled = settle(
      3, dub,
      by: [
        .send([0, 1, 2], .lost), .look([0, 1, 2], Sights([.there(), .notSeen, .untold(nil)])),
      ])
    #expect(settled.outcomes == ["failed still_there", "unconfirmed gone", "unknown timed_out"])
  }

  @Test("the resends of a row that an earlier run may have sent are used up as any other's")
  func doubtfulLost() {
    let settled = settle(
      1, dub, doubtful: [true], by: [.send([0], .lost), .look([0], Sights([.there()]))])
    #expect(settled.outcomes == ["failed still_there"] && settled.attempts == [1])
  }

  @Test("without a look-up the request is sent again until nothing matches")
  func resend() {
    let first = Turn.send([0, 1, 2], .counted(1, of: 3))
    let full = settle(3, pen, by: [first, .send([0, 1, 2], .counted(2, of: 3))])
    #expect(full.outcomes == ["deleted", "deleted", "deleted"] && full.attempts == [2, 2, 2])
    let gone = settle(3, pen, by: [first, .send([0, 1, 2], .counted(0, of: 3))])
    #expect(gone.outcomes == Array(repeating: "unconfirmed gone", count: 3))
    let none = settle(3, pen, by: [.send([0, 1, 2], .counted(0, of: 3))])
    #expect(none.outcomes == ["not_found", "not_found", "not_found"])
    let noneAgain = settle(3, pen, by: [.send([0, 1, 2], .counted(0, of: 3).again)])
    #expect(noneAgain.outcomes == Array(repeating: "unconfirmed gone", count: 3))
  }

  @Test("a count that cannot be asked for again, or that is more than remain, explains nothing")
  func unexplained() {
    let all = [0, 1, 2]
    let ends: [Exchange<Report>] = [
      .lost, .refused(), .tooLarge, .rejected, .unsent, .stopped, .counted(3, of: 3),
      .told(.done(), .done(), .done()),
    ]
    for end in ends {
      let settled = settle(3, pen, by: [.send(all, .counted(1, of: 3)), .send(all, end)])
      #expect(settled.outcomes == Array(repeating: "unconfirmed count_short", count: 3))
    }
  }

  @Test("a request is not sent for ever for a count")
  func bounded() {
    let all = Array(0..<5)
    let settled = settle(5, pen, by: Array(repeating: .send(all, .counted(1, of: 5)), count: 4))
    #expect(settled.outcomes == Array(repeating: "unconfirmed count_short", count: 5))
    #expect(settled.attempts == [4, 4, 4, 4, 4])
  }

  @Test("where nothing can be read, what may have been deleted is unknown")
  func unreadable() {
    #expect(settle(1, pen, by: [.send([0], .lost)]).outcomes == ["unknown timed_out"])
    #expect(settle(1, pen, by: [.send([0], .rejected.again)]).outcomes == ["unknown key"])
    #expect(settle(1, pen, by: [.send([0], .rejected)]).outcomes == ["failed key"])
    let doubtful = settle(1, pen, doubtful: [true], by: [.send([0], .stopped)])
    #expect(doubtful.outcomes == ["unknown in_doubt"])
  }
}
