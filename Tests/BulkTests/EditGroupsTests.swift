import Bulk
import Providers
import Records
import TestSupport
import Testing

@Suite struct EditGroupsTests {
  private let dub = Dub()

  private func edit(_ id: String, _ change: JSONObject) throws -> Edit {
    try dub.modification.edit(LinkID(id), change, allowingUnknown: false)
  }

  /// What each request carries, by rounds: its IDs.
  private func ids(_ rounds: [[[Edit]]]) -> [[[String]]] {
    rounds.map { $0.map { $0.map(\.id.text) } }
  }

  @Test("equal changes share requests up to the limit, in the order of their rows")
  func shared() throws {
    let edits = try (0..<7).map { try edit("link_\($0)", ["archived": .bool($0 % 3 == 0)]) }
    let rounds = EditGroups.rounds(of: edits, most: 2)
    #expect(
      ids(rounds) == [
        [["link_0", "link_3"], ["link_1", "link_2"], ["link_4", "link_5"], ["link_6"]]
      ])
  }

  @Test("changes of one link are in rounds of their own, in their order")
  func rounds() throws {
    let edits = try ["a", "b", "c"].flatMap { text in
      [try edit("link_1", ["comments": .string(text)]), try edit("link_2", ["comments": "same"])]
    }
    let rounds = EditGroups.rounds(of: [edits[0], edits[1], edits[2], edits[4]], most: 100)
    #expect(ids(rounds) == [[["link_1"], ["link_2"]], [["link_1"]], [["link_1"]]])
    #expect(rounds.map { $0[0][0].change["comments"] } == ["a", "b", "c"])
  }

  @Test("what the bulk call must not be given goes alone, and each kind of ID by itself")
  func alone() throws {
    let changes: [JSONObject] = [
      ["url": "https://example.org/?a=1"], ["url": "https://example.org/?a=1"],
      ["key": "k"], ["archived": true], ["utm_source": "x"], ["expiresAt": "tomorrow"],
    ]
    var edits = try changes.enumerated().map { try edit("link_\($0)", $1) }
    edits += try ["ext_a", "ext_b"].map { try edit($0, ["archived": true]) }
    #expect(
      ids(EditGroups.rounds(of: edits, most: 100)) == [
        [
          ["link_0"], ["link_1"], ["link_2"], ["link_3"], ["link_4"], ["link_5"],
          ["ext_a", "ext_b"],
        ]
      ])
  }

  @Test("no edit is lost or doubled, no request is too long or mixed, whatever the rows are")
  func fuzz() throws {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<200 {
      let edits = try (0..<Int.random(in: 1...60, using: &random)).map { number in
        var edit = try edit(
          "link_\(Int.random(in: 0..<20, using: &random))",
          ["comments": .string("c\(Int.random(in: 0..<4, using: &random))")])
        edit.turn = number
        return edit
      }
      let most = Int.random(in: 0...8, using: &random)
      let rounds = EditGroups.rounds(of: edits, most: most)
      #expect(Set(rounds.joined().joined()) == Set(edits))
      #expect(rounds.joined().joined().count == edits.count)
      for round in rounds {
        let links = round.joined().map(\.id)
        #expect(Set(links).count == links.count)
        for batch in round {
          #expect(batch.count <= max(1, most) && Set(batch.map(\.group)).count == 1)
        }
      }
      // Of the edits of a link, those of later rounds are of later rows.
      for (_, same) in Dictionary(grouping: rounds.joined().joined(), by: \.id) {
        #expect(same.map(\.turn) == same.map(\.turn).sorted())
      }
    }
  }
}
