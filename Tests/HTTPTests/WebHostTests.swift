import HTTP
import TestSupport
import Testing

/// Hosts as browsers write them (WHATWG URL, section 3.5).
@Suite struct WebHostTests {
  @Test(
    "a host that ends in a number is an IPv4 address, however it is written",
    arguments: [
      ("127.0.0.1", "127.0.0.1"), ("127.0.0.1.", "127.0.0.1"), ("2130706433", "127.0.0.1"),
      ("0x7f.1", "127.0.0.1"), ("0X7F.0x0.0X1", "127.0.0.1"), ("0177.0.0.01", "127.0.0.1"),
      ("127.1", "127.0.0.1"), ("10.1.65535", "10.1.255.255"), ("1.2.3", "1.2.0.3"),
      ("0x", "0.0.0.0"), ("0", "0.0.0.0"), ("4294967295", "255.255.255.255"),
      ("037777777777", "255.255.255.255"), ("00000000000000000000000000000000", "0.0.0.0"),
      ("１２７。１", "127.0.0.1"), ("%31%30.1", "10.0.0.1"),
    ])
  func number(text: String, address: String) {
    #expect(WebHost.normal(text) == address)
  }

  @Test(
    "numbers that are no address are no host",
    arguments: [
      "1.2.3.4.5", "256.0.0.1", "1.2.3.256", "4294967296", "1.16777216", "1.2.65536",
      "0x1g.0x10g.1",
      "08", "1.09", "e.org.1", "e.org.0x", "1..2", "..1", "a.0xff", "999999999999999999999999",
      "0xffffffffffffffffffffffff", "1.2.3.4.5.", "1.2.3.08",
    ])
  func noNumber(text: String) {
    #expect(WebHost.normal(text) == nil)
  }

  @Test(
    "a name that only holds numbers stays a name",
    arguments: [
      "1.2.3.org", "0x7f.e", "1e", "a1", "1.2.3.4a", "0xg", "1.2.3.4..", "127.0.0.1..", ".", "a..b",
      "3com.example", "_a.e-.org", "a!$&'()*+,;=~.org",
    ])
  func name(text: String) {
    #expect(WebHost.normal(text) == text)
  }

  @Test(
    "IPv6 addresses come out in their short form",
    arguments: [
      ("[::]", "[::]"), ("[0:0:0:0:0:0:0:1]", "[::1]"),
      ("[2001:DB8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]"),
      ("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]"), ("[::127.0.0.1]", "[::7f00:1]"),
      ("[::ffff:192.0.2.255]", "[::ffff:c000:2ff]"), ("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]"),
      ("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:0]"), ("[::2:3:4:5:6:7:8]", "[0:2:3:4:5:6:7:8]"),
      ("[1::8]", "[1::8]"), ("[00ab::]", "[ab::]"),
      ("[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:102:304]"),
    ])
  func sixth(text: String, address: String) {
    #expect(WebHost.normal(text) == address)
  }

  @Test(
    "what is in brackets and no IPv6 address is no host",
    arguments: [
      "[]", "[", "[:]", "[:::]", "[1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1::2::3]",
      "[12345::]", "[g::]", "[::1.2.3]", "[::1.2.3.4.5]", "[::256.0.0.1]", "[::01.2.3.4]",
      "[1.2.3.4]", "[1.2.3.4::]", "[::1.2.3.4:5]", "[1:2:3:4:5:6:7:1.2.3.4]", "[fe80::1%25eth0]",
      "[1:2:3:4::5:6:7:8]", "[::1", "::1]", "[:1]", "[1:]", "[::%31]",
    ])
  func noSixth(text: String) {
    #expect(WebHost.normal(text) == nil)
  }

  @Test(
    "letters of any script are mapped and composed before they become ASCII",
    arguments: [
      ("MÜNCHEN.Example", "xn--mnchen-3ya.example"),
      ("mu\u{308}nchen.example", "xn--mnchen-3ya.example"),
      ("faß.de", "xn--fa-hia.de"), ("FAẞ.de", "xn--fa-hia.de"), ("βόλος.com", "xn--nxasmm1c.com"),
      ("ΒΌΛΟΣ.com", "xn--nxasmq6b.com"), ("ＥＸ\u{AD}ample。org", "example.org"),
      ("\u{212B}.org", "xn--5ca.org"), ("\u{212A}.org", "k.org"), ("ﾄﾞﾒｲﾝ.jp", "xn--eckwd4c7c.jp"),
      ("日本語｡jp", "xn--wgv71a119e.jp"), ("☃.net", "xn--n3h.net"), ("☃\u{FE0F}.net", "xn--n3h.net"),
      ("क्\u{200D}ष.com", "xn--11b2ezcw70k.com"),
      ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example"),
    ])
  func letters(text: String, host: String) {
    #expect(WebHost.normal(text) == host)
  }

  @Test(
    "what cannot be a name in any script is no host",
    arguments: [
      "", "\u{AD}", "a b", "a%20b", "a\u{3000}b", "a\u{A0}b.org", "\u{301}a.org", "a.\u{301}",
      "a%b",
      "%", "%zz", "%ff", "\u{FFFD}", "a\u{2028}", "\u{E000}.org", "a\u{202E}.org", "a<b", "a|b",
      "a^b",
      "a\u{7F}b", "xn--", "xn--.org", "xn--a", "xn--a-", "xn--abc-", "xn--ascii-.org",
      "xn--999999999b",
      "xn--mnchen-3yä", "xn--MNCHEN-3YA\u{301}", "ｘn--a",
    ])
  func noName(text: String) {
    #expect(WebHost.normal(text) == nil)
  }

  @Test("a host is written once: what comes out stays as it is")
  func stable() {
    var random = SeededGenerator(seed: 12)
    let parts = [
      "xn--", "mnchen-3ya", "ü", "\u{301}", "a", "-", ".", "0x", "7", "[", "]", ":", "::", "%31",
      "ß",
      "\u{200D}", "ﾄﾞ", "Ａ", "9",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...8, using: &random)).compactMap { _ in
        parts.randomElement(using: &random)
      }.joined()
      guard let host = WebHost.normal(text) else { continue }
      #expect(WebHost.normal(host) == host, "\(text)")
    }
  }
}
