import Providers
import Records
import Testing

@testable import Bulk

/// Creates of which an answer tells too little: why a row is left out, or gets another's link.
@Suite struct LeftOutCreateTests {
  private let creation: any Creation

  init() throws { creation = try #require(Dub().creation) }

  private func link(_ names: JSONObject) throws -> NewLink {
    let url: JSONObject = ["url": "https://e.org/"]
    return try creation.link(url.merging(names), row: 1, allowingUnknown: false)
  }

  private func shown(_ link: NewLink, id: String) -> ShownLink {
    ShownLink(
      id: id, key: link.key, externalID: link.externalID, age: .zero,
      object: link.fields.merging(["id": .string(id)]))
  }

  /// What a row comes to that an answer tells this of, and a look that.
  private func outcome(
    _ link: NewLink, _ row: Report.Row, strays: [ShownLink] = [], _ sight: Sight?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> String? {
    var transcript: [Turn] = [.send([0], .told(row, strays: strays))]
    if let sight { transcript.append(.look([0], Sights([sight]))) }
    return settle(
      [link], CreateAim(creation, Claims()), by: transcript, sourceLocation: sourceLocation
    ).outcomes.first
  }

  @Test("a row with a name is left out for what has the name")
  func named() throws {
    for names in [["externalId": "x"], ["key": "k"]] as [JSONObject] {
      let link = try link(names)
      #expect(outcome(link, .untold, .there(shown(link, id: "link_9"))) == "failed conflict")
      for sight in [Sight.notThere, .notSeen, .untold(nil), .failed] {
        #expect(outcome(link, .untold, sight) == "failed not_in_answer")
      }
    }
  }

  @Test("a row without a name has nothing to be left out for")
  func nameless() throws {
    #expect(outcome(try link([:]), .untold, .untold(nil)) == "unknown not_in_answer")
  }

  @Test("the link of another request has the row's key, and is named by it")
  func taken() throws {
    let key = try link(["key": "k"])
    #expect(outcome(key, .taken(shown(key, id: "link_9")), nil) == "failed conflict")
    let both = try link(["key": "k", "externalId": "x"])
    let other = shown(both, id: "link_9")
    for sight in [Sight.notThere, .there(other)] {
      #expect(outcome(both, .taken(other), sight) == "failed conflict")
    }
  }

  @Test("a link of the answer that was told to no row is the row's once it is found under its name")
  func strays() throws {
    let link = try link(["key": "k"])
    let made = shown(link, id: "link_1")
    #expect(outcome(link, .untold, strays: [made], .there(made)) == "created")
    let other = shown(link, id: "link_2")
    #expect(outcome(link, .untold, strays: [made], .there(other)) == "failed conflict")
    // The key may have been written anew.
    for sight in [Sight.notThere, .untold(nil)] {
      #expect(outcome(link, .untold, strays: [made], sight) == "unknown not_in_answer")
    }
  }

  @Test("after a loss a row that is left out has its own link in the way, or another's")
  func afterLoss() throws {
    let link = try link(["externalId": "x"])
    let lost: [Turn] = [
      .send([0], .lost), .look([0], Sights([.notThere])), .pause(1), .send([0], .told(.untold)),
    ]
    func outcomes(_ sight: Sight) -> [String] {
      settle(
        [link], CreateAim(creation, Claims()), by: lost + [.look([0], Sights([sight]))]
      ).outcomes
    }
    #expect(outcomes(.there(shown(link, id: "link_1"))) == ["created"])
    let old = shown(link, id: "link_2").old
    #expect(outcomes(.there(old)) == ["failed conflict"])
    #expect(outcomes(.untold(nil)) == ["unknown not_in_answer"])
  }
}
