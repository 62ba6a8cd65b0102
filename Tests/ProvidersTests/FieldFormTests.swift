import Records
import Testing

@testable import Providers

/// What addresses, names and dates are refused for before they are sent.
@Suite struct FieldFormTests {
  @Test(
    "a URL whose host is one is left to the provider",
    arguments: [
      "https://example.com", "http://example.com:8080/a?b#c", "HTTPS://EXAMPLE.COM/",
      "https://e.org.",
      "https://münchen.example/straße", "https://xn--mnchen-3ya.example", "https://a_b.example/ x",
      "https://user:pass@example.com/", "https://192.0.2.1/", "https://0x7f.1/",
      "https://[2001:db8::1]:443/",
      "https://localhost", "http:/example.com", "https:\\\\example.com\\a", " https://example.com ",
      "example.com/path?x=a b", "mailto:a@example.com", "myapp://open/a b", "tel:123", "nothing",
      "",
      "https://日本.example/", "https://❤.example/", "https://example.com:/",
      "https://ex%61mple.com/",
      "https://example.com?q=“x”", "/path.html", "https://1.example/", "data:text/plain,x.y",
    ])
  func host(url: String) {
    #expect(FieldForm.url.fault(url) == nil)
  }

  @Test(
    "a URL whose host is none is refused, with what is wrong and its value",
    arguments: [
      ("https://", "no host"), ("https:///", "no host"), ("http:?x", "no host"),
      ("https://exa mple.com", "a blank"), ("https://example.com,https://b.example", "holds ,"),
      ("https://exa,mple.com/", "holds ,"), ("https://https://example.com", "is \"https\""),
      ("https://http//example.com", "is \"http\""), ("https://{{host}}/", "holds {"),
      ("https://a..b/", "between two dots"), ("https://.example/", "between two dots"),
      ("https://example.com:99999/", "port"), ("https://example.com:port/", "port"),
      ("https://256.1.1.1/", "IPv4"), ("https://1.2.3.4.5/", "IPv4"), ("https://[::1", "IPv6"),
      ("https://[zz]/", "IPv6"), ("https://exam\u{200B}ple.com/", "U+200B"),
      ("https://\"example.com\"/", "holds \""), ("https://user@/", "is missing"),
      ("exa mple.com/x", "a blank"), ("https://exam\u{A0}ple.com/", "U+00A0"),
      ("https://\u{201C}example.com", "U+201C"),
    ])
  func noHost(url: String, words: String) throws {
    let fault = try #require(FieldForm.url.fault(url))
    #expect(fault.contains(words) && fault.contains(url), "\(fault)")
  }

  @Test(
    "what nobody sees at the ends of names and URLs is refused with its code point",
    arguments: ["\u{200B}x.example", "x.example\u{A0}", "\u{FEFF}x.example", "“x.example”"])
  func unseen(text: String) {
    for form in [FieldForm.name, .url] { #expect(form.fault(text)?.contains("U+") == true) }
    #expect(FieldForm.any.fault(text) == nil)
  }

  @Test(
    "a date that two readings fit is refused with both in ISO form",
    arguments: [
      ("01/02/2027", "2027-01-02", "2027-02-01"), ("1/2/2027 10:00", "2027-01-02", "2027-02-01"),
      ("12.11.2027", "2027-12-11", "2027-11-12"), ("03-04-27", "2027-03-04", "2027-04-03"),
    ])
  func twoReadings(text: String, one: String, other: String) throws {
    let fault = try #require(FieldForm.moment.fault(text))
    #expect(fault.contains(text) && fault.contains(one) && fault.contains(other))
  }

  @Test(
    "other dates are the provider's to read",
    arguments: [
      "2027-02-01", "2027-02-01T00:00:00Z", "13/02/2027", "02/13/2027", "05/05/2027", "tomorrow",
      "",
      "2027/01/02", "1/2", "1/2/2027/3", "0/2/2027", "1/2/x", "in 2 days",
    ])
  func oneReading(text: String) {
    #expect(FieldForm.moment.fault(text) == nil)
  }

  @Test("the fields of each provider have the forms of what they hold")
  func fields() throws {
    let stray = "x\u{200B}"
    let dub: [(String, JSONValue)] = [
      ("url", "https://"), ("url", "https://exa mple.com"), ("key", .string(stray)),
      ("externalId", .string(stray)), ("domain", .string(stray)), ("expiresAt", "01/02/2027"),
      ("ios", "https://"), ("geo", ["DE": "https://a b.example"]),
    ]
    for (field, value) in dub {
      let row = (["url": "https://e.org"] as JSONObject).merging(JSONObject([.init(field, value)]))
      #expect(throws: InvalidLink.self, "\(field)") {
        try #require(Dub().creation).link(row, row: 1, allowingUnknown: false)
      }
    }
    let collection: JSONValue = "550e8400-e29b-41d4-a716-446655440000"
    for (field, value) in [("url", "https://" as JSONValue), ("externalId", .string(stray))] {
      let row: JSONObject = ["url": "https://e.org", "collectionId": collection]
      #expect(throws: InvalidLink.self, "\(field)") {
        try #require(Hoko().creation).link(
          row.merging(JSONObject([.init(field, value)])), row: 1, allowingUnknown: false)
      }
    }
    for (field, value) in [("url", "https://" as JSONValue), ("custom_slug", .string(stray))] {
      let row: JSONObject = ["url": "https://e.org", "domain_id": 1]
      #expect(throws: InvalidLink.self, "\(field)") {
        try #require(ShortPen().creation).link(
          row.merging(JSONObject([.init(field, value)])), row: 1, allowingUnknown: false)
      }
    }
  }

  @Test("all unknown fields of a row are named together")
  func unknown() {
    let row: JSONObject = ["url": "https://e.org", "coments": "x", "Owner": 1]
    #expect(throws: InvalidLink.unknownFields(["coments", "Owner"])) {
      try #require(Dub().creation).link(row, row: 1, allowingUnknown: false)
    }
    #expect(throws: Never.self) {
      try #require(Dub().creation).link(row, row: 1, allowingUnknown: true)
    }
  }

  @Test("a link says its ID and its short URL, whatever the provider calls them")
  func shown() {
    let reply = answer(200, "[]")
    let dub: JSONObject = ["id": "link_1", "shortLink": "https://d.example/a"]
    #expect(
      ShownLink(dub: dub, in: reply)
        == ShownLink(id: "link_1", shortURL: "https://d.example/a", object: dub))
    let uuid = "550e8400-e29b-41d4-a716-446655440000"
    let hoko: JSONObject = ["id": .string(uuid), "shortUrl": "https://h.example/a"]
    #expect(
      ShownLink(hoko: hoko, in: reply)
        == ShownLink(id: uuid, shortURL: "https://h.example/a", object: hoko))
    let pen: JSONObject = ["id": 501, "link": "https://p.example/a", "short_url": "old"]
    #expect(
      ShownLink(shortPen: pen, in: reply)
        == ShownLink(id: "501", shortURL: "https://p.example/a", object: pen))
    let old: JSONObject = ["short_url": "old"]
    #expect(ShownLink(shortPenAnswer: old) == ShownLink(shortURL: "old", object: old))
    #expect(ShownLink(dub: [:], in: reply) == nil && ShownLink(hoko: [:], in: reply) == nil)
  }

  @Test("a row is named by its key, its external ID or its destination")
  func naming() {
    let row: JSONObject = ["url": "u", "externalId": "e", "key": "k", "custom_slug": "s"]
    #expect(Dub().creation?.name(of: row) == "k")
    #expect(Hoko().creation?.name(of: row) == "e")
    #expect(ShortPen().creation?.name(of: row) == "s")
    #expect(Dub().creation?.name(of: ["key": "", "url": "u"]) == "u")
    #expect(Dub().creation?.name(of: ["key": .null]) == nil)
  }
}
