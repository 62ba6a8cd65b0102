// Bodies that are nearly right, by the hundred: whatever comes, an answer comes back.

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct HostileBodyTests {
  private static let calls: [(SandboxProvider, String, String, String)] = [
    (
      .dub, "POST", "/links/bulk",
      #"[{"url":"https://ü@a.example:80/x?y=%zz#f","key":"😀/a","externalId":"ext_1","expiresAt":"2030-01-31T10:30:00.5+02:00","geo":{"DE":"b.example"},"keyLength":5,"utm_term":"a+b","tagIds":"t1,t2","testVariants":[{"url":"c.example","percentage":50}]}]"#
    ),
    (
      .dub, "PATCH", "/links/bulk",
      #"{"linkIds":["a"],"externalIds":["b"],"data":{"url":"https://a.example/?title=x","expiresAt":"in 3 days","title":"é"}}"#
    ), (.dub, "PUT", "/links/upsert", #"{"url":"https://[::1]:8080/../x","prefix":"p","ref":"r"}"#),
    (
      .hoko, "PUT", "/api/links",
      #"[{"url":"https://a.example","collectionId":"00000000-0000-4000-8000-000000000001","utm":{"source":"s"},"externalId":"e"}]"#
    ),
    (
      .shortpen, "POST", "/v1/generate",
      #"{"url":"a.example","domain_id":1,"param":{"a":1},"tag_ids":[],"r":5,"custom_slug":"x"}"#
    ), (.shortpen, "PUT", "/v1/links", #"{"url_id":501,"url":"https://a.example","title":"t"}"#),
    (
      .yourls, "POST", "/yourls-api.php",
      "signature=\(SandboxKey.full(.yourls))&format=json&action=shorturl&url=https%3A%2F%2Fa.example%2F%C3%9F%3Cb&keyword=a-B&title=%3Cb%3Et"
    ),
    (
      .yourls, "POST", "/yourls-api.php?signature=\(SandboxKey.full(.yourls))&format=json",
      "action=list&perpage=5&offset=1&sortby=keyword&sortorder=asc&query=k&fields[]=url"
    ),
    (
      .shortio, "POST", "/links/bulk",
      #"{"domain":"go.example.com","folderId":"f","links":[{"originalURL":"https://a.example","path":"x","tags":["a"],"redirectType":301,"splitPercent":50}]}"#
    ), (.shortio, "DELETE", "/links/delete_bulk", #"{"link_ids":["lnk_5bX_0","lnk_a_b"]}"#),
    (
      .shlink, "POST", "/rest/v3/short-urls",
      #"{"longUrl":"https://a.example","customSlug":"a b","tags":["x"],"validUntil":"2030-01-31T10:30:00+02:00","shortCodeLength":7,"maxVisits":5,"findIfExists":true}"#
    ),
    (
      .kutt, "POST", "/api/v2/links",
      #"{"target":"https://a.example:80/x","customurl":"a","expire_in":"2.5 days","password":"secret","reuse":true,"domain":"go.example.com"}"#
    ),
    (
      .rebrandly, "POST", "/v1/links",
      #"{"destination":"https://a.example","slashtag":"a","title":"abc","domain":{"id":"","fullName":"go.example.com"}}"#
    ), (.rebrandly, "DELETE", "/v1/links", #"{"links":["a","b"]}"#),
    (
      .bitly, "POST", "/v4/bitlinks",
      #"{"long_url":"https://a.example","domain":"bit.ly","keyword":"k","tags":["a"],"title":"t","expiration_at":"2030-01-31T10:30:00Z"}"#
    ),
    (
      .bitly, "PATCH", "/v4/groups/Bx5a2db0c5a/bitlinks",
      #"{"links":["bit.ly/a"],"archive":true,"add_tags":["x"],"remove_tags":["y"]}"#
    ),
  ]

  /// What may be answered to bodies that are nearly right.
  private static func statuses(of provider: SandboxProvider) -> Set<Int> {
    let usual: Set = [200, 201, 400, 403, 404, 409, 422, 500]
    return provider == .yourls ? usual.union([503]) : usual
  }

  @Test(
    "bodies with bytes changed, dropped and doubled never stop a stand-in", arguments: calls.indices
  )
  func mutated(index: Int) throws {
    let (provider, method, target, body) = Self.calls[index]
    let sandbox = try Sandbox.forTest(links: 3) { $0.dub.links = [DubLink(id: "a")] }
    let client = try RawClient(port: sandbox.port(of: provider))
    var random = SeededGenerator(seed: UInt64(index + 1))
    let marks = Array(#""\{}[]:,.0-9eE%?#&=/ "#.utf8) + [0, 0x7F, 0xC3, 0xFF]
    for _ in 0..<300 {
      var bytes = Array(body.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = marks.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
        }
      }
      // In one piece, since the rest of a request waits for the first part's acknowledgement.
      let head =
        """
        \(method) \(target) HTTP/1.1\r\nHost: x\r\n\(provider.keyHeader)\r
        Content-Type: \(provider == .yourls ? "application/x-www-form-urlencoded" : "application/json")\r
        Content-Length: \(bytes.count)\r\n\r\n
        """
      client.send(Array(head.utf8) + bytes)
      #expect(Self.statuses(of: provider).contains(try client.reply().status))
    }
  }
}
