import Providers
import Records
import Testing

@testable import Bulk

/// A provider's own upsert: what it is sent for is done once, whether its answer comes or not.
@Suite struct CallSettlementTests {
  private let aim: CallAim
  private let links: [NewLink]
  private let why = Refusal("no", "for some reason")

  init() throws {
    let call = try #require(Dub().upsertion?.call(for: .url))
    aim = CallAim(operation: call.plain)
    links = [
      try #require(Dub().creation).link(["url": "https://e.org"], row: 1, allowingUnknown: false)
    ]
  }

  private func settle(
    doubtful: Bool = false, retries: Int = 3, by transcript: [Turn],
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    BulkTests.settle(
      links, aim, doubtful: [doubtful], retries: retries, by: transcript,
      sourceLocation: sourceLocation
    ).outcomes
  }

  @Test("the answer tells what was done")
  func told() {
    let link = ShownLink(id: "link_1")
    for status in [Status.created, .updated, .unchanged] {
      #expect(settle(by: [.send([0], .told(.done(link, as: status)))]) == [status.rawValue])
    }
    #expect(settle(by: [.send([0], .told(.done(link)))]) == ["updated"])
    #expect(settle(by: [.send([0], .told(.existed(link)))]) == ["unchanged"])
    #expect(settle(by: [.send([0], .told(.refused(why)))]) == ["failed no"])
    #expect(settle(by: [.send([0], .told(.undecided(why)))]) == ["unknown no"])
    #expect(settle(by: [.send([0], .told(.untold))]) == ["unknown not_in_answer"])
  }

  @Test("after a loss it is sent again only where it finds what the first one has made")
  func lost() {
    let there: [Turn] = [.send([0], .lost), .pause(1), .look([0], Sights([.there()]))]
    #expect(settle(by: there + [.send([0], .told(.done(nil, as: .unchanged)))]) == ["unchanged"])
    for sight in [Sight.notSeen, .notThere, .untold(nil), .failed] {
      let unseen: [Turn] = [.send([0], .lost), .pause(1), .look([0], Sights([sight]))]
      #expect(settle(by: unseen) == ["unknown timed_out"])
    }
    #expect(
      settle(retries: 1, by: there + [.send([0], .lost), .look([0], Sights([.there()]))])
        == ["unknown timed_out"])
  }

  @Test("a refusal has failed the row, but after a loss it may be of what that has done")
  func refused() {
    let ends: [(exchange: Exchange<Report>, code: String)] = [
      (.refused(), "bad"), (.tooLarge, "too_large"), (.overQuota, "quota"), (.rejected, "key"),
      (.unsent, "no_route"),
    ]
    let lost: [Turn] = [.send([0], .lost), .pause(1), .look([0], Sights([.there()]))]
    for (exchange, code) in ends {
      #expect(settle(by: [.send([0], exchange)]) == ["failed \(code)"])
      #expect(settle(by: lost + [.send([0], exchange)]) == ["unknown \(code)"])
    }
    #expect(settle(by: [.send([0], .stopped)]) == ["not_attempted"])
    #expect(settle(by: lost + [.send([0], .stopped)]) == ["unknown timed_out"])
  }

  @Test(
    "a row that an earlier run may have sent is one whose answer was lost, and waits for nothing")
  func doubtful() {
    let there = Turn.look([0], Sights([.there()]))
    #expect(
      settle(doubtful: true, by: [there, .send([0], .told(.done(nil, as: .unchanged)))])
        == ["unchanged"])
    #expect(
      settle(doubtful: true, by: [.look([0], Sights([.notSeen]))]) == ["unknown in_doubt"])
    #expect(settle(doubtful: true, by: [there, .send([0], .stopped)]) == ["unknown in_doubt"])
  }
}
