import Testing

@testable import Records

/// Objects that stay as they came.
@Suite struct RawObjectsTests {
  private func raw(_ text: String, in member: String? = nil) -> RawObjects? {
    RawObjects(Array(text.utf8), in: member, knowing: ["id", "made"])
  }

  @Test("an array of objects gives the text of each and the members that are asked for")
  func array() throws {
    let list = try #require(
      raw(#" [ {"id":1,"x":[{"id":2}],"made":"a\u0062"} , {"id":null} , {} ] "#))
    #expect(
      list.objects.map { String(decoding: $0.text, as: UTF8.self) } == [
        #"{"id":1,"x":[{"id":2}],"made":"a\u0062"}"#, #"{"id":null}"#, "{}",
      ])
    #expect(list.objects[0].known == ["id": 1, "made": "ab"])
    #expect(list.objects[1].known == ["id": .null] && list.objects[2].known == [:])
    #expect(list.objects[0].object["x"] == [["id": 2]])
  }

  @Test("what stands beside a list in an object is read")
  func member() throws {
    let list = try #require(raw(#"{"total":7,"data":[{"id":1}],"ok":true}"#, in: "data"))
    #expect(list.objects.count == 1 && list.rest == ["total": 7, "ok": true])
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
      try #require(raw("[\(text)]")).objects[0].write(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(try written(#"{"a":"ü\u001b","b":1.50}"#) == #"{"a":"ü\u001b","b":1.50}"#)
    #expect(try written("{\"a\":\"\u{7F}\u{9B}\u{202E}\"}") == #"{"a":"\u007f\u009b\u202e"}"#)
    #expect(try written("{\"a\":\n1}") == #"{"a":1}"#)
  }
}
