import Providers
import Records
import Testing

@testable import Bulk

/// Creates, of which a second one would be a second link.
@Suite struct CreateSettlementTests {
  private let creation: any Creation

  init() throws { creation = try #require(Dub().creation) }
  private let why = Refusal("no", "for some reason")

  /// Rows with an external ID, with a key, and with no name of their own.
  private func links() throws -> [NewLink] {
    let rows: [JSONObject] = [
      ["url": "https://e.org/0", "externalId": "x"], ["url": "https://e.org/1", "key": "k"],
      ["url": "https://e.org/2"],
    ]
    return try rows.enumerated().map {
      try creation.link($1, row: $0 + 1, allowingUnknown: false)
    }
  }

  /// A link that has the names of a row.
  private func shown(
    _ link: NewLink, id: String = "link_1", url: String? = nil, age: Duration? = .zero
  ) -> ShownLink {
    let names: JSONObject = ["id": .string(id), "url": url.map { .string($0) } ?? link.url]
    return ShownLink(
      id: id, key: link.key, externalID: link.externalID, age: age,
      object: link.fields.merging(names))
  }

  private func settle(
    _ links: [NewLink], doubtful: [Bool]? = nil, since: ContinuousClock.Instant? = nil,
    retries: Int = 3, by transcript: [Turn], sourceLocation: SourceLocation = #_sourceLocation
  ) -> Settled {
    BulkTests.settle(
      links, CreateAim(creation, Claims()), doubtful: doubtful, since: since, retries: retries,
      by: transcript, sourceLocation: sourceLocation)
  }

  @Test("each row is what the answer says of it")
  func rows() throws {
    let link = try links()[0]
    let made = shown(link)
    let settled = settle(
      Array(repeating: link, count: 6),
      by: [
        .send(
          Array(0..<6),
          .told(
            .done(made), .done(), .refused(why), .undecided(why), .existed(made),
            .existed(shown(link, url: "https://elsewhere.example"))))
      ])
    #expect(
      settled.outcomes == [
        "created", "created", "failed no", "unknown no", "unchanged existed", "failed conflict",
      ])
    #expect(settled.rulings[0].outcome.link == made)
    #expect(settled.attempts == Array(repeating: 1, count: 6))
  }

  @Test(
    "after a loss what is there is the row's, what is not is sent again, and the rest is unknown")
  func lost() throws {
    let links = try links()
    let settled = settle(
      links,
      by: [
        .send([0, 1, 2], .lost),
        .look([0, 1, 2], Sights([.there(shown(links[0])), .notThere, .untold(nil)])), .pause(1),
        .send([1], .told(.done())),
      ])
    #expect(settled.outcomes == ["created", "created", "unknown timed_out"])
    #expect(settled.attempts == [1, 2, 1])
    for sight in [Sight.failed, .notSeen] {
      let blind = settle([links[0]], by: [.send([0], .lost), .look([0], Sights([sight]))])
      #expect(blind.outcomes.first?.hasPrefix("unknown") == true && blind.attempts == [1])
    }
  }

  @Test("a link that is older than the run is another's, and so is one that another row has got")
  func others() throws {
    let links = try links()
    for link in links.prefix(2) {
      let old = shown(link, age: .seconds(1_000_000))
      let settled = settle([link], by: [.send([0], .lost), .look([0], Sights([.there(old)]))])
      #expect(settled.outcomes == ["failed conflict"])
    }
    let twice = try (1...2).map {
      try creation.link(
        ["url": "https://e.org/1", "key": "k"], row: $0, allowingUnknown: false)
    }
    let one = Sights(twice.map { .there(shown($0)) })
    let claimed = settle(twice, by: [.send([0, 1], .lost), .look([0, 1], one)])
    #expect(claimed.outcomes == ["created", "failed conflict"])
  }

  @Test("a young link whose URL was written anew is the row's only under the row's own ID")
  func elsewhere() throws {
    let links = try links()
    func outcomes(_ link: NewLink, at url: String, age: Duration?) -> [String] {
      let found = shown(link, url: url, age: age)
      return settle([link], by: [.send([0], .lost), .look([0], Sights([.there(found)]))]).outcomes
    }
    #expect(outcomes(links[0], at: "https://e.org/0/?x=1", age: .zero) == ["created"])
    #expect(outcomes(links[0], at: "https://e.org/0/?x=1", age: nil) == ["unknown not_alike"])
    #expect(outcomes(links[1], at: "https://e.org/1/?x=1", age: .zero) == ["unknown not_alike"])
    // No rewriting leads to another host, and another client may have had the ID first.
    #expect(outcomes(links[0], at: "https://other.example", age: .zero) == ["unknown not_alike"])
  }

  @Test(
    "a young link with another text than the row's is another's, under whatever name it is found")
  func othersText() throws {
    let names: [JSONObject] = [["externalId": "x"], ["key": "k", "domain": "d.co"]]
    for name in names {
      let row: JSONObject = ["url": "https://e.org/0", "comments": "Row 3", "title": "T"]
      let link = try creation.link(row.merging(name), row: 1, allowingUnknown: false)
      func outcomes(_ texts: JSONObject) -> [String] {
        let found = ShownLink(
          id: "link_1", key: link.key, externalID: link.externalID, age: .zero,
          object: link.fields.merging(texts))
        return settle([link], by: [.send([0], .lost), .look([0], Sights([.there(found)]))])
          .outcomes
      }
      #expect(outcomes([:]) == ["created"] && outcomes(["comments": " row 3\n"]) == ["created"])
      for texts in [["comments": "rival"], ["comments": nil], ["title": "T2"]] as [JSONObject] {
        #expect(outcomes(texts) == ["failed conflict"])
      }
    }
  }

  @Test("when the resends are used up, a request that is on its way may still make it")
  func usedUp() throws {
    let links = Array(try links().prefix(2))
    let none = Sights(.notThere, of: 2)
    let settled = settle(
      links, retries: 2,
      by: [
        .send([0, 1], .lost), .look([0, 1], none), .pause(1), .send([0, 1], .lost),
        .look([0, 1], none), .pause(2), .send([0], .lost), .look([0], Sights([.notThere])),
        .send([1], .told(.done())),
      ])
    #expect(settled.outcomes == ["unknown timed_out", "created"] && settled.attempts == [3, 3])
  }

  @Test("what is in the way of a row after a loss may be its own link")
  func ownInTheWay() throws {
    let link = try links()[0]
    let old = shown(link, age: .seconds(1_000_000))
    let lost: [Turn] = [.send([0], .lost), .look([0], Sights([.notThere])), .pause(1)]
    for end in [Exchange<Report>.refused("no"), .told(.refused(why))] {
      func outcomes(_ sight: Sight) -> [String] {
        settle([link], by: lost + [.send([0], end), .look([0], Sights([sight]))]).outcomes
      }
      #expect(outcomes(.there(shown(link))) == ["created"])
      #expect(outcomes(.there(old)) == ["failed no"] && outcomes(.notThere) == ["failed no"])
      // Without a loss nothing has to be asked.
      #expect(settle([link], by: [.send([0], end)]).outcomes == ["failed no"])
    }
    let blind = settle(
      [link], by: lost + [.send([0], .refused("no")), .look([0], Sights([.untold(nil)]))])
    #expect(blind.outcomes == ["unknown no"])
  }

  @Test("what ends without an answer after a loss is unknown, and failed without one")
  func ended() throws {
    let link = try links()[0]
    let lost: [Turn] = [.send([0], .lost), .look([0], Sights([.notThere])), .pause(1)]
    for (end, code) in [
      (Exchange<Report>.unsent, "no_route"), (.rejected, "key"), (.tooLarge, "too_large"),
      (.overQuota, "quota"),
    ] {
      #expect(settle([link], by: [.send([0], end)]).outcomes == ["failed \(code)"])
      #expect(settle([link], by: lost + [.send([0], end)]).outcomes == ["unknown \(code)"])
    }
    #expect(settle([link], by: [.send([0], .stopped)]).outcomes == ["not_attempted"])
    #expect(settle([link], by: lost + [.send([0], .stopped)]).outcomes == ["unknown timed_out"])
  }

  @Test("of what an earlier run may have made, what is there is the row's, and the rest is sent")
  func doubtful() throws {
    let links = Array(try links().prefix(1))
    func outcomes(_ sight: Sight, since: ContinuousClock.Instant?, _ more: Turn...) -> [String] {
      settle(
        links, doubtful: [true], since: since, by: [.look([0], Sights([sight]))] + more
      ).outcomes
    }
    let old = Sight.there(shown(links[0], age: .seconds(1_000_000)))
    #expect(outcomes(old, since: nil) == ["created"])
    #expect(outcomes(old, since: .now) == ["failed conflict"])
    #expect(outcomes(.there(shown(links[0])), since: .now) == ["created"])
    let elsewhere = Sight.there(shown(links[0], url: "https://elsewhere.example"))
    #expect(outcomes(elsewhere, since: nil) == ["unknown not_alike"])
    #expect(outcomes(.untold(nil), since: .now) == ["unknown in_doubt"])
    #expect(outcomes(.notThere, since: .now, .send([0], .told(.done()))) == ["created"])
    #expect(outcomes(.notThere, since: .now, .send([0], .stopped)) == ["unknown in_doubt"])
  }
}

extension NewLink {
  fileprivate var url: JSONValue { fields["url"] ?? .null }
}
