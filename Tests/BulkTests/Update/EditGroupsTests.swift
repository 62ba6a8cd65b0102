import Bulk
import Providers
import Records
import TestSupport
import Testing

@Suite struct EditGroupsTests {
  private let dub: any Modification

  init() throws { dub = try #require(Dub().modification) }

  private func edit(_ id: String, _ change: JSONObject) throws -> Edit {
    try dub.edit(LinkID(id), change, allowingUnknown: false)
  }

  /// What each request carries, by rounds: its edits.
  private func rounds(_ edits: [Edit], most: Int) -> [[[Edit]]] {
    EditGroups.rounds(of: edits, most: most, at: dub).map { $0.map { $0.map { edits[$0] } } }
  }

  /// The same by the IDs of the edits.
  private func ids(_ edits: [Edit], most: Int) -> [[[String]]] {
    rounds(edits, most: most).map { $0.map { $0.map(\.id.text) } }
  }

  @Test("equal changes share requests up to the limit, in the order of their rows")
  func shared() throws {
    let edits = try (0..<7).map { try edit("link_\($0)", ["archived": .bool($0 % 3 == 0)]) }
    #expect(
      ids(edits, most: 2) == [
        [["link_0", "link_3"], ["link_1", "link_2"], ["link_4", "link_5"], ["link_6"]]
      ])
  }

  @Test("changes of one link are in rounds of their own, in their order")
  func rounds() throws {
    let edits = try ["a", "b", "c"].flatMap { text in
      [try edit("link_1", ["comments": .string(text)]), try edit("link_2", ["comments": "same"])]
    }
    let some = [edits[0], edits[1], edits[2], edits[4]]
    #expect(ids(some, most: 100) == [[["link_1"], ["link_2"]], [["link_1"]], [["link_1"]]])
    #expect(rounds(some, most: 100).map { $0[0][0].change["comments"] } == ["a", "b", "c"])
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
      ids(edits, most: 100) == [
        [
          ["link_0"], ["link_1"], ["link_2"], ["link_3"], ["link_4"], ["link_5"],
        ],
        [["ext_a", "ext_b"]],
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
      let places = EditGroups.rounds(of: edits, most: most, at: dub)
      #expect(places.joined().joined().sorted() == Array(edits.indices))
      let rounds = rounds(edits, most: most)
      for round in rounds {
        let links = round.joined().map(\.id.text)
        #expect(Set(links).count == links.count)
        for batch in round {
          #expect(batch.count <= max(1, most) && Set(batch.map(\.group)).count == 1)
        }
      }
      // Of the edits of a link, those of later rounds are of later rows.
      for (_, same) in Dictionary(grouping: rounds.joined().joined(), by: \.id.text) {
        #expect(same.map(\.turn) == same.map(\.turn).sorted())
      }
    }
  }

  @Test("an ID and an external ID may be one link's: what differs goes in the order of the rows")
  func twoKinds() throws {
    func rounds(_ rows: (String, JSONObject)...) throws -> [[[String]]] {
      let edits = try rows.map { try edit($0.0, $0.1) }
      return ids(edits, most: 100)
    }
    #expect(
      try rounds(("link_1", ["title": "a"]), ("ext_1", ["title": "b"]), ("link_2", ["title": "c"]))
        == [[["link_1"]], [["ext_1"]], [["link_2"]]])
    // It does not matter which of two equal changes comes first.
    #expect(
      try rounds(("link_1", ["title": "a"]), ("ext_1", ["title": "a"]), ("link_2", ["title": "a"]))
        == [[["link_1", "link_2"], ["ext_1"]]])
    #expect(
      try rounds(("ext_One", ["title": "a"]), ("ext_one", ["title": "b"]))
        == [[["ext_One"]], [["ext_one"]]])
  }

  @Test("what an external ID names follows the rows that change it")
  func renamed() throws {
    func rounds(_ rows: (String, JSONObject)...) throws -> [[[String]]] {
      let edits = try rows.map { try edit($0.0, $0.1) }
      return ids(edits, most: 100)
    }
    #expect(
      try rounds(
        ("ext_a", ["externalId": "b"]), ("ext_c", ["title": "c"]), ("ext_b", ["title": "b"]))
        == [[["ext_a"], ["ext_c"]], [["ext_b"]]])
    // Which external ID the link had before is not known.
    #expect(
      try rounds(
        ("ext_c", ["title": "c"]), ("link_1", ["externalId": "ext_b"]), ("ext_d", ["title": "c"]))
        == [[["ext_c"]], [["link_1"]], [["ext_d"]]])
    // Links that are named by their own IDs are different ones.
    #expect(
      try rounds(("link_1", ["externalId": "a"]), ("link_2", ["externalId": "b"]))
        == [[["link_1"], ["link_2"]]])
    let edits = try [
      edit("ext_a", ["externalId": "b"]), edit("ext_c", ["title": "c"]),
      edit("ext_b", ["title": "b"]), edit("link_1", ["externalId": .null]),
      edit("link_2", ["title": "c"]), edit("ext_x", ["title": "c"]),
    ]
    #expect(
      EditGroups.parts(of: edits).map { $0.map { edits[$0].id.text } }
        == [["ext_a", "ext_c"], ["ext_b", "link_1", "link_2"], ["ext_x"]])
  }

  @Test("of a full look-ahead the fullest groups go, and the others wait")
  func fullest() throws {
    func edits(_ groups: [(String, Int)], turn: Int = 0) throws -> [Edit] {
      try groups.flatMap { text, count in
        try (0..<count).map { try edit("link_\(text)\($0)", ["comments": .string(text)]) }
      }
    }
    func counts(_ edits: some Sequence<Edit>) -> [String: Int] {
      Dictionary(edits.map { ($0.change["comments"]?.string ?? "alone", 1) }) { $0 + $1 }
    }
    func fullest(_ edits: [Edit], urgent: Set<Int> = []) -> [String: Int]? {
      let isUrgent = edits.indices.map(urgent.contains)
      return EditGroups.fullest(of: edits, most: 10, urgent: isUrgent).map { isGoing in
        counts(zip(edits, isGoing).filter(\.1).map(\.0))
      }
    }
    let some = try edits([("a", 25), ("b", 9), ("c", 13)])
    #expect(fullest(some) == ["a": 20, "c": 10])
    #expect(fullest(some, urgent: [30]) == ["a": 20, "b": 9, "c": 10])
    // Where no request is full, half of all go.
    let few = try edits([("a", 4), ("b", 5), ("c", 6), ("d", 2)])
    #expect(fullest(few) == ["b": 5, "c": 6])
    #expect(try fullest(few + [edit("link_x", ["key": "k"])]) == ["b": 5, "c": 6, "alone": 1])
    // An edit that waited would be overtaken by what comes after it.
    #expect(try fullest(some + [edit("ext_x", ["comments": "x"])]) == nil)
    #expect(fullest(try edits([("a", 20), ("b", 10)])) == nil)
  }

  @Test("edits that may be of one link keep their order, and those that cannot be need not")
  func orders() throws {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<300 {
      let edits = try (0..<Int.random(in: 1...30, using: &random)).map { number in
        let name =
          (Bool.random(using: &random) ? "link_" : "ext_")
          + "\(Int.random(in: 0..<6, using: &random))"
        let value = JSONValue.string("\(Int.random(in: 0..<6, using: &random))")
        let isRename = Int.random(in: 0..<5, using: &random) == 0
        var edit = try edit(name, [isRename ? "externalId" : "comments": value])
        edit.turn = number
        return edit
      }
      let places = EditGroups.rounds(of: edits, most: 100, at: dub)
      #expect(places.joined().joined().sorted() == Array(edits.indices))
      let rounds = rounds(edits, most: 100)
      var round: [Int: Int] = [:]
      for (index, batches) in rounds.enumerated() {
        for edit in batches.joined() { round[edit.turn] = index }
      }
      for (later, edit) in edits.enumerated() {
        let before = edits[..<later].filter { Self.mustPrecede($0, edit) }
        let least = before.compactMap { round[$0.turn] }.max().map { $0 + 1 } ?? 0
        #expect(round[edit.turn] == least)
      }
    }
  }

  /// Whether two edits may be of one link and do different things, worked out from what they say.
  private static func mustPrecede(_ first: Edit, _ second: Edit) -> Bool {
    func names(_ edit: Edit) -> Set<String> {
      let after = edit.change["externalId"]?.string
      return Set([edit.id.text] + (after.map { ["ext_" + $0] } ?? []))
    }
    if !names(first).isDisjoint(with: names(second)) { return true }
    let isRename = [first, second].contains { $0.change["externalId"] != nil }
    return first.id.text.prefix(3) != second.id.text.prefix(3)
      && (isRename || first.change != second.change)
  }
}
