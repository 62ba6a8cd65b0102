import HTTP
import Providers
import Records
import Testing

/// Hoko's and ShortPen's creates.
@Suite struct CreationTests {
  private let hoko: any Creation
  private let pen: any Creation

  init() throws {
    hoko = try #require(Hoko().creation)
    pen = try #require(ShortPen().creation)
  }
  private static let collection = JSONValue.string("550e8400-e29b-41d4-a716-446655440000")

  private func hokoLinks(_ count: Int) throws -> [NewLink] {
    try (0..<count).map { number in
      try hoko.link(
        [
          "url": .string("https://e.org/\(number)"), "collectionId": Self.collection,
          "externalId": .string("x \(number)"),
        ], row: number + 1, allowingUnknown: false)
    }
  }

  @Test("Hoko creates by the call that promises the order of the request, without IDs")
  func hokoRequest() throws {
    let request = hoko.request(for: try hokoLinks(1))
    #expect(request.method == .put && request.target == "/api/links" && !request.isRepeatable)
    let id = "550e8400-e29b-41d4-a716-446655440000"
    #expect(
      String(decoding: request.body ?? [], as: UTF8.self)
        == #"[{"url":"https://e.org/0","collectionId":"\#(id)","externalId":"x 0"}]"#)
    #expect(throws: InvalidLink.self) {
      try hoko.link(
        ["url": "https://e.org", "collectionId": Self.collection, "id": Self.collection], row: 1,
        allowingUnknown: true)
    }
  }

  @Test("Hoko's answer belongs to the rows by its order; a shorter or longer one is no answer")
  func hokoAnswer() throws {
    let links = try hokoLinks(2)
    let ids = ["550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440001"]
    let items = links.indices.map { #"{"id":"\#(ids[$0])","externalId":"x \#($0)"}"# }
    let body = "[" + items.joined(separator: ",") + "]"
    for status in [200, 201] {
      let report = try #require(hoko.read(answer(status, body), for: links).content)
      #expect(report.done.mapValues(\.id) == [0: ids[0], 1: ids[1]])
      for (place, made) in report.done { #expect(!hoko.contradicts(made, links[place])) }
    }
    for body in ["[\(items[0])]", "[\(items[0]),\(items[1]),\(items[0])]", "{}", "", "[1,2]"] {
      #expect(hoko.read(answer(200, body), for: links).isFault, "\(body)")
    }
    let other: JSONObject = ["id": "0", "externalId": "x 1", "url": "https://e.org/0"]
    #expect(!hoko.isSame(ShownLink(id: "0", externalID: "x 1", object: other), as: links[0]))
  }

  @Test("Hoko's links are searched for by external ID, and another's link is no finding")
  func hokoSearch() throws {
    let link = try hokoLinks(1)[0]
    let id = "550e8400-e29b-41d4-a716-446655440000"
    let reading = Hoko().reading
    let target = reading.search(for: link, by: .externalID, domain: nil)?.target
    #expect(target == "/api/links?externalId=x%200")
    let found = reading.readSearch(
      answer(200, #"[{"id":"\#(id)","externalId":"x 0"}]"#), for: link, by: .externalID)
    #expect(found.content?.link?.object["id"] == .string(id) && found.content?.link?.id == id)
    #expect(reading.readSearch(answer(200, "[]"), for: link, by: .externalID).content == .notThere)
    let other = answer(200, #"[{"id":"\#(id)","externalId":"y"}]"#)
    #expect(reading.readSearch(other, for: link, by: .externalID).isFault)
  }

  @Test("ShortPen creates one link a request, and its answer is the short link")
  func shortPen() throws {
    let link = try pen.link(
      ["url": "https://e.org", "domain_id": 7, "custom_slug": "s", "param": ["a": "b"]], row: 1,
      allowingUnknown: false)
    #expect(pen.limit.links == 1)
    let request = pen.request(for: [link])
    #expect(request.method == .post && request.target == "/v1/generate" && !request.isRepeatable)
    #expect(
      String(decoding: request.body ?? [], as: UTF8.self)
        == #"{"url":"https://e.org","domain_id":7,"custom_slug":"s","param":{"a":"b"}}"#)
    let body =
      #"{"success":true,"status_code":200,"data":{"link":"https://p.co/s","created":true}}"#
    let made = pen.read(answer(200, body), for: [link]).content?.done[0]
    #expect(made?.object["link"] == "https://p.co/s" && made?.shortURL == "https://p.co/s")
    for body in ["{}", #"{"success":true,"data":{}}"#, "<html>", #"{"data":[]}"#] {
      #expect(pen.read(answer(200, body), for: [link]).isFault, "\(body)")
    }
    let taken = #"{"success":false,"status_code":400,"message":"custom_slug is already taken"}"#
    guard case .refused(let why, _) = pen.read(answer(400, taken), for: [link]) else {
      Issue.record("not refused")
      return
    }
    #expect(why.message == "custom_slug is already taken")
  }
}
