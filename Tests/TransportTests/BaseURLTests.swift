// Which texts are a base URL, and what becomes of them.

import Testing
import Transport

@Suite struct BaseURLTests {
  @Test(
    "a good URL is kept, without a slash at its end",
    arguments: [
      ("https://api.dub.co", "https://api.dub.co"),
      ("https://api.dub.co/", "https://api.dub.co"),
      ("HTTPS://API.dub.co/", "https://API.dub.co"),
      ("https://links.example:8443/dub/v1//", "https://links.example:8443/dub/v1"),
      ("https://links.example:443", "https://links.example"),
      ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
      ("https://bücher.example/ä b", "https://bücher.example/%c3%a4%20b"),
      ("https://bücher.example/ä", "https://bücher.example/%c3%a4"),
      ("http://localhost:8080", "http://localhost:8080"),
      ("http://127.0.0.1:9/p", "http://127.0.0.1:9/p"),
    ])
  func accepts(_ text: String, _ expected: String) throws {
    #expect(try BaseURL(text).description == expected)
  }

  @Test(
    "this machine is known under all its names, and plain HTTP goes nowhere else",
    arguments: [
      ("localhost", true), ("LocalHost", true), ("127.0.0.1", true), ("127.255.0.3", true),
      ("127.1", true), ("0x7f000001", true), ("[::1]", true), ("[0:0:0:0:0:0:0:1]", true),
      ("128.0.0.1", false), ("0.0.0.0", false), ("10.0.0.1", false), ("[::]", false),
      ("[::2]", false), ("[fe80::1]", false), ("localhost.example", false),
      ("127.0.0.1.example", false), ("example.com", false),
    ])
  func loopback(_ host: String, _ isLoopback: Bool) throws {
    #expect(try BaseURL("https://" + host).isLoopback == isLoopback)
    if isLoopback {
      #expect(try BaseURL("http://" + host).isEncrypted == false)
    } else {
      #expect { try BaseURL("http://" + host) } throws: {
        if case BaseURLError.plainTextBeyondLoopback = $0 { true } else { false }
      }
    }
  }

  @Test(
    "plain HTTP is taken on a private network where that is allowed, and nowhere else",
    arguments: [
      ("10.0.0.1", true), ("172.16.0.1", true), ("172.31.255.255", true), ("192.168.1.20", true),
      ("169.254.3.4", true), ("[fe80::1]", true), ("[fd00::1]", true), ("links", true),
      ("links.local", true), ("links.lan", true), ("172.32.0.1", false), ("192.169.0.1", false),
      ("9.255.255.255", false), ("[2001:db8::1]", false), ("[::2]", false),
      ("links.example", false), ("local", true), ("local.example.com", false), ("0.0.0.0", false),
    ])
  func nearby(_ host: String, _ isNear: Bool) throws {
    let base = try? BaseURL("http://" + host, allowsPlainNearby: true)
    #expect((base != nil) == isNear && base?.isEncrypted != true)
  }

  @Test(
    "what is more than an address is refused",
    arguments: [
      ("https://user@example.com", BaseURLError.hasCredentials),
      ("https://user:secret@example.com", .hasCredentials),
      ("https://:secret@example.com", .hasCredentials),
      ("https://example.com/a?b", .hasQuery),
      ("https://example.com/a?", .hasQuery),
      ("https://example.com/a#b", .hasFragment),
      ("https://example.com/#", .hasFragment),
      ("ftp://example.com", .unsupportedScheme("ftp")),
      ("file:///etc/passwd", .unsupportedScheme("file")),
      ("gopher+x://example.com", .unsupportedScheme("gopher+x")),
      ("http://example.com", .plainTextBeyondLoopback(host: "example.com")),
    ])
  func refuses(_ text: String, _ expected: BaseURLError) {
    #expect(throws: expected) { try BaseURL(text) }
  }

  @Test(
    "what is no absolute URL is malformed",
    arguments: [
      "", " ", "example.com", "localhost:8080", "/path", "https://", "https:///path", "https:/path",
      "https://:443",
      "https://example.com:99999", "https://example.com:x", "https://exa mple.com", "https://[::1",
      "https://example.com\u{0}.evil.test", "https://exam\nple.com", "//example.com",
    ])
  func malformed(_ text: String) {
    #expect { try BaseURL(text) } throws: {
      if case BaseURLError.malformed = $0 { true } else { false }
    }
  }
}
