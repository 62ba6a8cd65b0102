import HTTP
import Providers
import Testing

@Suite struct APIKeyTests {
  @Test("a key never prints itself")
  func description() throws {
    let key = try #require(APIKey("dub_secret"))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(describing: key), String(reflecting: key), "\([key])", dumped] {
      #expect(!text.contains("secret"))
    }
  }

  @Test("white space around a key is left off, inside it is refused")
  func trimmed() {
    var request = HTTPRequest(.get, "/", isRepeatable: true)
    APIKey(" dub_x\r\n").map { Dub().authorize(&request, with: $0) }
    #expect(request.headers["Authorization"] == "Bearer dub_x")
    for text in ["", "  \n", "a b", "a\nX-Evil: 1", "ключ", String(repeating: "k", count: 4097)] {
      #expect(APIKey(text) == nil)
    }
  }

  @Test("an answer that echoes the key loses it")
  func redacted() throws {
    let key = try #require(APIKey("aab"))
    var response = HTTPResponse(
      status: 401, headers: ["X-Echo": "your aab", "Other": "x"],
      body: [UInt8]("aaab: aab is not aa, baab".utf8))
    key.redact(&response)
    #expect(String(decoding: response.body, as: UTF8.self) == "a[key]: [key] is not aa, b[key]")
    #expect(response.headers["X-Echo"] == "your [key]" && response.headers["Other"] == "x")
  }
}
