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

  @Test("words that echo the key lose it, however they were escaped on the way")
  func redacted() throws {
    let key = try #require(APIKey("ab/cd"))
    let body =
      #"{"error":{"code":"unprocessable_entity","message":"not ab\/cd, \u0061b/cd, ab/c"}}"#
    guard case .refused(let why, _) = Dub().deletion.read(answer(422, body), for: []) else {
      Issue.record("not refused")
      return
    }
    #expect(key.redacted(why).message == "not [key], [key], ab/c")
  }
}
