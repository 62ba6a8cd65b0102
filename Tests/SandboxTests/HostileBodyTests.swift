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
  ]

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
        \(method) \(target) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(SandboxKey.full(provider))\r
        Content-Length: \(bytes.count)\r\n\r\n
        """
      client.send(Array(head.utf8) + bytes)
      #expect([200, 201, 400, 403, 404, 409, 422, 500].contains(try client.reply().status))
    }
  }
}
