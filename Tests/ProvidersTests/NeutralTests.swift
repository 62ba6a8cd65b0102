import HTTP
import Records
import Testing

@testable import Providers

/// Links in words that all providers share, written and read.
@Suite struct NeutralTests {
  private func table(_ provider: String) throws -> FieldTable {
    try #require(ProviderList.named(provider)).linkFields
  }

  private func own(
    _ row: JSONObject, at provider: String
  ) throws -> (object: JSONObject, leftOut: [String]) {
    let shape = try RowWords(table(provider)).own(row, at: provider)
    return (shape.object, shape.leftOut)
  }

  /// A link that has something for nearly every word.
  private static let full: JSONObject = [
    "neutral": "dub", "id": "link_1", "destination": "https://example.com/a?b=1#c",
    "domain": "go.example.com", "slug": "spring", "title": "Spring", "description": "All of it",
    "image": "https://example.com/i.png", "tags": ["a", "b,c"], "folder": "fold_1",
    "external_id": "order 7", "utm": ["source": "x y", "medium": "mail"], "archived": true,
    "expires": "2027-01-31T00:00:00.000Z", "expired_destination": "https://example.com/gone",
    "password": "secret", "created": "2026-01-31T00:00:00.000Z", "clicks": 7,
  ]

  @Test("a link of Dub's is the same in neutral words after it was written by them")
  func dub() throws {
    let (row, leftOut) = try own(Self.full, at: "dub")
    #expect(leftOut == ["created", "clicks"])
    #expect(row["key"] == "spring" && row["tagNames"] == ["a", "b,c"])
    #expect(row["url"] == "https://example.com/a?b=1#c" && row["utm_source"] == "x y")
    #expect(row["folderId"] == "fold_1" && row["archived"] == true && row["id"] == nil)
    // As Dub shows it.
    var shown: JSONObject = ["id": "link_1", "shortLink": "https://go.example.com/spring"]
    for member in row.members {
      switch member.name {
      case "tagNames":
        let tags = (member.value.array ?? []).map { JSONValue.object(["id": "t", "name": $0]) }
        shown.append("tags", .array(tags))
      case "url":
        shown.append("url", "https://example.com/a?b=1&utm_source=x+y&utm_medium=mail#c")
      default: shown.append(member.name, member.value)
      }
    }
    shown.append("createdAt", "2026-01-31T00:00:00.000Z")
    shown.append("clicks", 7)
    shown.append("geo", ["DE": "https://example.com/de"])
    shown.append("doIndex", false)
    let reply = Reply(HTTPResponse(status: 200, headers: [:], body: []))
    let link = try #require(ShownLink(dub: shown, in: reply))
    let shape = try table("dub").neutral(link, from: "dub")
    #expect(shape.object == Self.full, "\(shape.object)")
    #expect(shape.leftOut == ["geo"])
  }

  @Test("what a provider does not take is named, and what means something elsewhere alone too")
  func elsewhere() throws {
    let hoko = try own(Self.full, at: "hoko")
    #expect(hoko.object["utm"]?["source"] == "x y" && hoko.object["externalId"] == "order 7")
    #expect(
      hoko.leftOut == [
        "domain", "slug", "tags", "folder", "archived", "expires", "expired_destination",
        "password", "created", "clicks",
      ])
    let shortPen = try own(Self.full, at: "shortpen")
    #expect(shortPen.object["custom_slug"] == "spring")
    #expect(shortPen.object["param"] == ["utm_source": "x y", "utm_medium": "mail"])
    // A link that is to have a password must not be open to everyone.
    #expect(shortPen.object["url_password"] == "secret")
    #expect(shortPen.object["with_password"] == true)
    #expect(shortPen.leftOut.contains("domain") && shortPen.leftOut.contains("folder"))
  }

  @Test("a folder carries over to the provider that it is of, or where a person writes it")
  func folders() throws {
    let row: JSONObject = ["neutral": "shortpen", "folder": "5"]
    #expect(try own(row, at: "shortpen").object == ["folder_id": 5])
    #expect(try own(row, at: "dub").leftOut == ["folder"])
    #expect(
      try own(["neutral": 1, "folder": "fold_2"], at: "dub").object == ["folderId": "fold_2"])
  }

  @Test("words stand beside the provider's own names, as long as those do not mean something else")
  func beside() throws {
    let row: JSONObject = [
      "destination": "https://example.com", "slug": "a", "tags": "x, y", "domain": "3",
    ]
    #expect(
      try own(row, at: "dub").object == [
        "domain": "3", "url": "https://example.com", "key": "a", "tagNames": ["x", "y"],
      ])
    #expect(
      try own(row, at: "shortpen").object == [
        "tags": "x, y", "url": "https://example.com", "custom_slug": "a", "domain_id": 3,
      ])
    // Whoever says it twice is told by which names.
    let twice: JSONObject = ["url": "https://a.example", "destination": "https://b.example"]
    let fault = try RowWords(table("dub")).own(twice, at: "dub").fault
    #expect(fault == .conflictingMembers("url", "destination"))
    let plain: JSONObject = ["url": "https://a.example", "key": "a"]
    #expect(try own(plain, at: "dub").object == plain)
  }

  @Test("where a provider has no field for them, utm parameters go into the destination")
  func parameters() throws {
    let table = FieldTable([Field("longURL", means: .destination)])
    let row: JSONObject = [
      "neutral": 1, "destination": "https://example.com/a#b", "utm": ["source": "x y"],
    ]
    #expect(
      RowWords(table).own(row, at: "none").object == [
        "longURL": "https://example.com/a?utm_source=x%20y#b"
      ])
    let link = ShownLink(id: "1", object: ["longURL": "https://example.com/a?utm_source=x%20y#b"])
    #expect(
      table.neutral(link, from: "none").object == [
        "neutral": "none", "id": "1", "destination": "https://example.com/a#b",
        "utm": ["source": "x y"],
      ])
  }

  @Test(
    "only parameters that stand once and hold a text are taken apart",
    arguments: [
      ("https://e.example/?utm_source=a&x=%20", "https://e.example/?x=%20", ["a"]),
      ("https://e.example/?utm_source=a&utm_source=b", nil, []),
      ("https://e.example/?utm_source=&utm_source%5F=b", nil, []),
      ("https://e.example/#?utm_source=a", nil, []),
      ("https://e.example/?utm_source=%FF", nil, []),
      ("https://e.example/?utm_source=a%26b", "https://e.example/", ["a&b"]),
    ])
  func apart(url: String, rest: String?, values: [String]) {
    let (destination, parameters) = UTMParameters.apart(from: url)
    #expect(destination == rest ?? url && parameters.values.sorted() == values)
  }

  @Test("moments are numbers where a provider has them so")
  func moments() {
    let table = FieldTable([Field("until", means: .expires, as: .milliseconds)])
    let row: JSONObject = ["neutral": 1, "expires": "2027-01-31T12:00:00.250Z"]
    let own = RowWords(table).own(row, at: "none").object
    #expect(own == ["until": 1_801_396_800_250])
    let link = ShownLink(object: own)
    #expect(table.neutral(link, from: "x").object["expires"] == "2027-01-31T12:00:00.250Z")
  }

  @Test("domain and slug are those of the short URL where nothing else shows them")
  func shortURL() throws {
    let link = ShownLink(
      id: "7", shortURL: "https://go.example.com/fr%C3%BChling", object: ["id": 7])
    let object = try table("shortpen").neutral(link, from: "shortpen").object
    #expect(object["domain"] == "go.example.com" && object["slug"] == "frühling")
  }
}
