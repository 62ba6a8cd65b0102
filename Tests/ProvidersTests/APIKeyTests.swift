import Foundation
import HTTP
import Providers
import Testing

@Suite struct APIKeyTests {
  /// A request with the key where a credential puts it.
  private func authorized(
    _ key: String, as credential: Credential, body: String? = nil
  ) throws -> HTTPRequest {
    var request = HTTPRequest(
      .post, "/links", body: body.map { [UInt8]($0.utf8) }, isRepeatable: false)
    try #require(APIKey(key)).authorize(&request, as: credential)
    return request
  }

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
    let deletion = try #require(Dub().deletion)
    guard case .refused(let why, _) = deletion.read(answer(422, body), for: []) else {
      Issue.record("not refused")
      return
    }
    #expect(key.redacted(why, as: Dub().credential).message == "not [key], [key], ab/c")
  }

  @Test(
    "a key that a URL or a form writes in another way is found in it, in either case of its digits",
    arguments: [.bearer, .header("X-Key"), .field("key"), .basic(user: "u")] as [Credential])
  func percentEncoded(credential: Credential) throws {
    let key = try #require(APIKey("a/b+c=="))
    let words = "?key=a%2Fb%2Bc%3D%3D&x, ?key=a%2fb%2bc%3d%3d, a/b+c==, a%2Fb%2Bc"
    let clean = "?key=[key]&x, ?key=[key], [key], a%2Fb%2Bc"
    #expect(key.redacted(words, as: credential) == clean)
    let why = key.redacted(Refusal("no a/b+c==", words), as: credential)
    #expect(why == Refusal("no [key]", clean))
  }

  @Test("the case of a key counts where nothing of it is escaped")
  func otherCase() throws {
    let key = try #require(APIKey("Secret1"))
    #expect(key.redacted("Secret1, secret1", as: .bearer) == "[key], secret1")
  }

  @Test("a Basic credential is found whole, and the key in it by itself")
  func basic() throws {
    for key in ["s", "se", "sec", "secr/et~1"] {
      for user in ["", "u", "user", "user2"] {
        let credential = Credential.basic(user: user)
        let encoded = Data("\(user):\(key)".utf8).base64EncodedString()
        let request = try authorized(key, as: credential)
        #expect(request.headers["Authorization"] == "Basic " + encoded)
        let words = try #require(APIKey(key)).redacted("no Basic \(encoded).", as: credential)
        #expect(!words.contains(encoded), "\(user):\(key)")
      }
    }
    let key = try #require(APIKey("secr/et~1"))
    let encoded = Data("user:secr/et~1".utf8).base64EncodedString()
    let words = "Basic \(encoded) is user:secr/et~1"
    #expect(key.redacted(words, as: .basic(user: "user")) == "Basic [key] is user:[key]")
    // No other credential looks like that.
    #expect(key.redacted("Basic \(encoded)", as: .bearer) == "Basic \(encoded)")
  }

  @Test("a key in a header is its whole value, and a key in a form is a field of it")
  func places() throws {
    #expect(try authorized("k/1", as: .header("X-Api-Key")).headers["X-Api-Key"] == "k/1")
    let first = try authorized("k/1&x=2", as: .field("api key"))
    #expect(first.body == [UInt8]("api%20key=k%2F1%26x%3D2".utf8))
    let next = try authorized("k/1", as: .field("key"), body: "url=https%3A%2F%2Fe.org")
    #expect(next.body == [UInt8]("url=https%3A%2F%2Fe.org&key=k%2F1".utf8))
    #expect(first.headers["Authorization"] == nil && next.headers["Authorization"] == nil)
  }
}
