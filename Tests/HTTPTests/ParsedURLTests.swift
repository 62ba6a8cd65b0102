import HTTP
import TestSupport
import Testing

/// URLs as browsers write them anew.
@Suite struct ParsedURLTests {
  @Test(
    "every way to write a URL has one normal form",
    arguments: [
      ("https://e.org", "https://e.org/"), ("HTTPS://E.Org:443", "https://e.org/"),
      ("http://e.org:8080", "http://e.org:8080/"), (" https://e.org/\t a\n ", "https://e.org/%20a"),
      ("https:\\\\e.org\\a", "https://e.org/a"), ("https:e.org", "https://e.org/"),
      ("https://e.org/a/./b/../c/..", "https://e.org/a/"),
      ("https://e.org/%2e%2E/%2E/x%2f", "https://e.org/x%2f"),
      (
        "https://münchen.example/straße?ü=ö#ä",
        "https://xn--mnchen-3ya.example/stra%C3%9Fe?%C3%BC=%C3%B6#%C3%A4"
      ),
      ("https://ＥＸ\u{AD}ample。org", "https://example.org/"),
      ("https://m%C3%BCnchen.example", "https://xn--mnchen-3ya.example/"),
      ("https://u s:p@e.org/", "https://u%20s:p@e.org/"), ("https://:@e.org", "https://e.org/"),
      ("https://a@b@e.org", "https://a%40b@e.org/"), ("https://[::1]:80/", "https://[::1]:80/"),
      ("https://e.org/a\"b`{}^|", "https://e.org/a%22b%60%7B%7D%5E|"),
      ("https://e.org/?a='b' c&d", "https://e.org/?a=%27b%27%20c&d"),
      ("https://e.org?", "https://e.org/?"), ("https://e.org/#", "https://e.org/#"),
      ("mailto:A@e.org?x=1", "mailto:A@e.org?x=1"), ("tel:+1 2", "tel:+1 2"),
      ("myapp://Open/a/../b c?d e", "myapp://Open/b%20c?d%20e"), ("myapp:///x", "myapp:///x"),
      ("myapp:/a/./b", "myapp:/a/b"), ("myapp:/.//b", "myapp:/.//b"), ("myapp://h", "myapp://h"),
      ("myapp://ü.org:80/\\", "myapp://%C3%BC.org:80/\\"),
      ("https://e.org/%zz%c3", "https://e.org/%zz%c3"),
    ])
  func normal(text: String, form: String) throws {
    let url = try #require(ParsedURL(text))
    #expect(url.text == form)
    #expect(ParsedURL(url.text) == url)
  }

  @Test(
    "what has no scheme or no host is no URL",
    arguments: [
      "", " ", "e.org", "//e.org", "/a", "1http://e.org", "https:", "https://", "https:///",
      "https://:80", "https://e.org:x", "https://e.org:65536", "https://e .org", "https://a<b.org",
      "https://%zz.org", "ht tp://e.org", "https://u@", "https://u@:80/", "myapp://:80",
      "myapp://u@/x", "myapp://a b/", "myapp://h:80\\x",
    ])
  func none(text: String) {
    #expect(ParsedURL(text) == nil)
  }

  @Test("any bytes are a URL that stays as it is written anew, or none")
  func fuzz() {
    var random = SeededGenerator(seed: 11)
    let parts = [
      "https:", "http", ":", "/", "//", "\\", "?", "#", "@", "[", "]", "..", "%2e", "%", "e.org",
      "ü", " ", "\u{0}", "80", "mailto:", "0x", "1.", "::", "xn--", "\u{301}", "a",
    ]
    for _ in 0..<4_000 {
      let text = (0..<Int.random(in: 0...9, using: &random)).compactMap { _ in
        parts.randomElement(using: &random)
      }.joined()
      guard let url = ParsedURL(text) else { continue }
      #expect(ParsedURL(url.text)?.text == url.text, "\(text)")
    }
  }
}
