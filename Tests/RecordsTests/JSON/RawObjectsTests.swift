import Testing

@testable import Records

/// Objects that stay as they came.
@Suite struct RawObjectsTests {
  private struct Item {
    let known: JSONObject
    let raw: RawObject
  }

  private func raw(_ text: String, in member: String? = nil) -> RawObjects<Item>? {
    RawObjects(Array(text.utf8), in: member, knowing: ["id", "made"], item: Item.init)
  }

  @Test("an array of objects gives the text of each and the members that are asked for")
  func array() throws {
    let list = try #require(
      raw(#" [ {"id":1,"x":[{"id":2}],"made":"a\u0062"} , {"id":null} , {} ] "#))
    #expect(
      list.items.map { String(decoding: $0.raw.text, as: UTF8.self) } == [
        #"{"id":1,"x":[{"id":2}],"made":"a\u0062"}"#, #"{"id":null}"#, "{}",
      ])
    #expect(list.items[0].known == ["id": 1, "made": "ab"])
    #expect(list.items[1].known == ["id": .null] && list.items[2].known == [:])
    #expect(list.items[0].raw.object["x"] == [["id": 2]])
  }

  @Test("what is kept alone is the same, and an object that is no item refuses the list")
  func alone() throws {
    let body = Array(#"[{"id":1},{"id":2,"a":"\u202e"}]"#.utf8)
    let list = try #require(RawObjects(body, knowing: ["id"]) { known, raw in raw.alone })
    #expect(list.items.map(\.object) == [["id": 1], ["id": 2, "a": "\u{202e}"]])
    let none = RawObjects(body, knowing: ["id"]) { known, raw in known["id"] == 2 ? nil : raw }
    #expect(none == nil)
  }

  @Test("what stands beside a list in an object is read")
  func member() throws {
    let list = try #require(raw(#"{"total":7,"data":[{"id":1}],"ok":true}"#, in: "data"))
    #expect(list.items.count == 1 && list.rest == ["total": 7, "ok": true])
    #expect(raw(#"{"total":7}"#, in: "data") == nil && raw(#"{"data":{}}"#, in: "data") == nil)
  }

  @Test(
    "anything else is refused as strictly as elsewhere",
    arguments: [
      "", "{}", "[1]", "[{}", "[{},]", "[{\"a\":01}]", "[{\"a\":\"\u{1}\"}]", "[{}] x",
      "[{\"a\":\"\\x\"}]", "[{a:1}]", "[{\"a\" 1}]", "[{}{}]",
    ])
  func malformed(text: String) { #expect(raw(text) == nil) }

  @Test("text that is not harmless is written anew, and any other as it came")
  func written() throws {
    func written(_ text: String) throws -> String {
      var bytes: [UInt8] = []
      try #require(raw("[\(text)]")).items[0].raw.write(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(try written(#"{"a":"ü\u001b","b":1.50}"#) == #"{"a":"ü\u001b","b":1.50}"#)
    #expect(try written("{\"a\":\"\u{7F}\u{9B}\u{202E}\"}") == #"{"a":"\u007f\u009b\u202e"}"#)
    #expect(try written("{\"a\":\n1}") == #"{"a":1}"#)
  }
}
