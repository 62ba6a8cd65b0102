import Providers
import Records
import TestSupport
import Testing

@testable import Bulk

/// Batches that a provider refuses whole: every good row lands, and the requests are few.
@Suite struct RefusedBatchTests {
  /// A provider that refuses a request for a bad row, whose index it may name, or for its length.
  private struct Refuser {
    var bad: Set<Int> = []
    var namesIndex = false
    /// More rows than that are refused as if one of them was bad.
    var longest = Int.max
    /// More rows than that are said to be too many.
    var most = Int.max
    /// No more rows than that can be done.
    var quota = Int.max

    func exchange(_ places: [Int], done: Int) -> Exchange<Report> {
      if places.count > most { return .tooLarge }
      if places.count > quota - done { return .overQuota }
      let index = places.firstIndex(where: bad.contains)
      if index != nil || places.count > longest {
        return .refused(at: namesIndex ? index : nil)
      }
      return Exchange(result: .content(Report(.done(), of: places.count)), sent: 1)
    }
  }

  /// What a batch came to.
  private struct Taken {
    var settled = Settled(rulings: [], longestBatch: nil, stop: nil)
    /// The rows of each request that was not refused.
    var accepted: [[Int]] = []
    var requests = 0

    func places(_ status: Status) -> [Int] {
      settled.rulings.indices.filter { settled.rulings[$0].outcome.status == status }
    }
  }

  private func take<Item: Sendable>(
    _ items: [Item], _ aim: any Aim<Item>, _ refuser: Refuser
  ) -> Taken {
    var settlement = Settlement(
      items, aim, doubtful: items.map { _ in false }, since: nil, looksFirst: false, retries: 3,
      lanes: 1, now: .now)
    var taken = Taken()
    var isStopped = false
    while let step = settlement.next() {
      guard taken.requests < 10 * items.count else {
        Issue.record("it goes on for ever")
        break
      }
      switch step {
      case .send(let parcel) where !isStopped:
        taken.requests += 1
        let exchange = refuser.exchange(parcel.places, done: taken.accepted.joined().count)
        if case .content = exchange.result { taken.accepted.append(parcel.places) }
        settlement.take(.sent(parcel, exchange))
      case .look(let parcel, let question):
        settlement.take(.looked(parcel, question, Sights(.there(), of: parcel.places.count)))
      case .send, .pause: settlement.take(step.stopped)
      }
      isStopped = isStopped || settlement.stop != nil
    }
    taken.settled = Settled(
      rulings: settlement.results, longestBatch: settlement.longestBatch, stop: settlement.stop)
    return taken
  }

  /// The same by each operation that has batches.
  private func take(_ count: Int, _ refuser: Refuser) throws -> [(taken: Taken, done: Status)] {
    let ids = (0..<count).map { LinkID("link_\($0)") }
    let delete = DeleteAim(try #require(Hoko().deletion), Hoko().reading)
    let modification = try #require(Dub().modification)
    let edits = try ids.map {
      try modification.edit($0, ["title": "t"], allowingUnknown: false)
    }
    let links = try (0..<count).map {
      try #require(Dub().creation).link(
        ["url": "https://e.org", "externalId": .string("\($0)")], row: $0 + 1,
        allowingUnknown: false)
    }
    return [
      (take(ids, delete, refuser), .deleted),
      (take(links, CreateAim(try #require(Dub().creation), Claims()), refuser), .created),
      (take(edits, UpdateAim(modification, Dub().reading), refuser), .updated),
    ]
  }

  /// That every good row was done once and every bad one has failed.
  private func check(_ taken: Taken, _ done: Status, count: Int, bad: Set<Int>) {
    #expect(taken.places(done) == (0..<count).filter { !bad.contains($0) })
    #expect(taken.places(.failed) == bad.sorted())
    #expect(taken.accepted.joined().sorted() == taken.places(done))
    #expect(taken.settled.rulings.allSatisfy { $0.attempts > 0 })
    for place in bad { #expect(taken.settled.rulings[place].outcome.detail?.code == "bad") }
  }

  @Test(
    "bad rows are found, wherever they are, at few requests each",
    arguments: [(1, 16), (7, 64), (50, 150), (100, 120)])
  func found(badCount: Int, most: Int) throws {
    var random = SeededGenerator(seed: UInt64(badCount))
    for _ in 0..<10 {
      let bad = Set((0..<100).shuffled(using: &random).prefix(badCount))
      for (taken, done) in try take(100, Refuser(bad: bad)) {
        check(taken, done, count: 100, bad: bad)
        #expect(taken.requests <= most, "\(taken.requests) requests")
        #expect(taken.settled.longestBatch == nil, "nothing was about size")
      }
    }
  }

  @Test("where the index of a bad row is named, each costs one request", arguments: [1, 7, 100])
  func named(badCount: Int) throws {
    var random = SeededGenerator(seed: UInt64(badCount))
    let bad = Set((0..<100).shuffled(using: &random).prefix(badCount))
    for (taken, done) in try take(100, Refuser(bad: bad, namesIndex: true)) {
      check(taken, done, count: 100, bad: bad)
      #expect(taken.requests == min(badCount + 1, 100))
    }
  }

  @Test("an index that is none of the request's is no index", arguments: [-1, 2, Int.min, Int.max])
  func wrongIndex(index: Int) throws {
    let aim = DeleteAim(try #require(Hoko().deletion), Hoko().reading)
    let settled = settle(
      ["a", "b"].map { LinkID($0) }, aim,
      by: [
        .send([0, 1], .refused(at: index)), .send([0], .refused(at: index)),
        .look([0], Sights([.there()])), .send([1], .told(.done())),
      ])
    #expect(settled.outcomes == ["failed bad", "deleted"] && settled.attempts == [2, 2])
  }

  @Test("a limit on size that looks like a bad row is found out, and no row is blamed")
  func size() throws {
    for (taken, done) in try take(100, Refuser(longest: 10)) {
      check(taken, done, count: 100, bad: [])
      #expect(taken.settled.longestBatch.map { (5...10).contains($0) } == true)
      #expect(taken.requests < 40, "\(taken.requests) requests")
    }
  }

  @Test("what is too much for one request is halved until it fits, and what never fits has failed")
  func tooLarge() throws {
    for (taken, done) in try take(100, Refuser(most: 10)) {
      check(taken, done, count: 100, bad: [])
      // 100, 50, 25, 12 or 13, and 6 or 7, which fit.
      #expect(taken.settled.longestBatch == 6 && taken.requests == 31)
    }
    for (taken, _) in try take(4, Refuser(most: 0)) {
      #expect(taken.settled.outcomes == Array(repeating: "failed too_large", count: 4))
      #expect(taken.requests == 7 && taken.settled.stop == nil)
    }
  }

  @Test("what still fits into a quota is found, and then the run stops", arguments: [0, 1, 37, 99])
  func quota(rows: Int) throws {
    for (taken, done) in try take(100, Refuser(quota: rows)) {
      #expect(taken.places(done) == Array(0..<rows))
      #expect(taken.accepted.joined().sorted() == Array(0..<rows))
      #expect(taken.places(.failed) == [rows])
      #expect(taken.places(.notAttempted) == Array((rows + 1)..<100))
      #expect(taken.settled.stop == .quotaUsedUp(Refusal("quota", "too many")))
      #expect(taken.settled.longestBatch == nil && taken.requests <= 20)
    }
  }

  @Test("a quota is found one request after another, whatever may go side by side")
  func quotaInTurn() throws {
    let aim = DeleteAim(try #require(Hoko().deletion), Hoko().reading)
    var settlement = Settlement(
      (0..<4).map { LinkID("\($0)") }, aim, doubtful: Array(repeating: false, count: 4),
      since: nil, looksFirst: false, retries: 3, lanes: 8, now: .now)
    guard case .send(let whole) = settlement.next() else {
      Issue.record("nothing is sent")
      return
    }
    settlement.take(.sent(whole, .overQuota))
    guard case .send(let half) = settlement.next() else {
      Issue.record("no half is sent")
      return
    }
    #expect(half.places == [0, 1] && settlement.next() == nil && !settlement.hasNext)
    settlement.take(.sent(half, .told(.done(), .done())))
    #expect(settlement.settled == [.deleted, .deleted])
    guard case .send(let rest) = settlement.next() else {
      Issue.record("the rest is not sent")
      return
    }
    #expect(rest.places == [2, 3])
  }
}
