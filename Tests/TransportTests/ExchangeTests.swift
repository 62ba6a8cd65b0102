// What goes over the wire when all is well: requests as they were given, answers as they came.

import Foundation
import HTTP
import TestSupport
import Testing
import Transport

@Suite(.inTurn) struct ExchangeTests {
  @Test("method, target, headers and body arrive as they were given")
  func request() async throws {
    let server = try LoopbackServer { _ in .answer("done", status: 201, headers: ["X-A": "1"]) }
    let transport = try makeTransport(to: server.url + "/api/v1/")
    let response = try await transport.send(
      HTTPRequest(
        .patch, "/links/../a%2Fb;c=[1]?x=%20&y=a+b&&z",
        headers: ["Authorization": "Bearer k", "X-Two": "1", "X-Two": "2", "X-Empty": ""],
        body: [0, 1, 0xFF], isRepeatable: false))
    #expect(response.status == 201)
    #expect(response.text == "done")
    #expect(response.headers["x-a"] == "1")
    let seen = try #require(server.requests.first)
    #expect(seen.method == "PATCH")
    #expect(seen.target == "/api/v1/links/../a%2Fb;c=[1]?x=%20&y=a+b&&z")
    #expect(seen.body == [0, 1, 0xFF])
    #expect(seen.headers["Authorization"] == "Bearer k")
    #expect(seen.headers.fields.filter { $0.name == "X-Two" }.map(\.value) == ["1", "2"])
    #expect(seen.headers["X-Empty"] == "")
    #expect(seen.headers["User-Agent"] == "linkctl")
    #expect(seen.headers["Host"] == "127.0.0.1:\(server.port)")
  }

  @Test(
    "a request has the body that it was given and says how long it is",
    arguments: [
      (HTTPMethod.get, nil, nil), (.delete, nil, nil), (.delete, "[1,2]", "5"), (.delete, "", "0"),
      (.get, "{}", "2"), (.post, nil, "0"), (.post, "", "0"), (.put, nil, "0"), (.patch, "{}", "2"),
    ] as [(HTTPMethod, String?, String?)])
  func bodies(_ method: HTTPMethod, _ body: String?, _ length: String?) async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    // One with a body before it, over the same handle, leaves nothing behind.
    for body in ["another", body] {
      _ = try await transport.send(
        HTTPRequest(method, "/", body: body.map { [UInt8]($0.utf8) }, isRepeatable: false))
    }
    let seen = try #require(server.requests.last)
    #expect(seen.method == method.rawValue)
    #expect(seen.body == [UInt8]((body ?? "").utf8))
    #expect(seen.headers["Content-Length"] == length)
    #expect(seen.headers["Transfer-Encoding"] == nil)
    #expect(seen.headers["Content-Type"] == nil)
    #expect(server.connections == 1)
  }

  @Test("a large body goes out without waiting for leave")
  func largeBody() async throws {
    let server = try LoopbackServer { .answer("\($0.body.count)") }
    let transport = try makeTransport(to: server.url)
    let body = [UInt8](repeating: 0x20, count: 3 << 20)
    let response = try await transport.send(
      HTTPRequest(.post, "/", body: body, isRepeatable: false))
    #expect(response.text == "\(3 << 20)")
    #expect(server.requests.first?.headers["Expect"] == nil)
  }

  @Test("headers of one request do not stay for the next")
  func headersChange() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    _ = try await transport.send(.get(headers: ["X-Once": "1", "Cookie": "a=b"]))
    _ = try await transport.send(.get())
    #expect(server.requests.map { $0.headers["X-Once"] } == ["1", nil])
    #expect(server.requests.map { $0.headers["Cookie"] } == ["a=b", nil])
  }

  @Test("a cookie that a server sets is not sent back")
  func cookies() async throws {
    let server = try LoopbackServer { _ in .answer(headers: ["Set-Cookie": "a=b"]) }
    let transport = try makeTransport(to: server.url)
    for _ in 1...2 { _ = try await transport.send(.get()) }
    #expect(server.requests.allSatisfy { $0.headers["Cookie"] == nil })
  }

  @Test(
    "a redirect is an answer and is not followed",
    arguments: ["/other", "https://evil.test/", "ht!tp://\u{7}", "//", ""])
  func redirect(_ location: String) async throws {
    let server = try LoopbackServer { _ in
      .answer("moved", status: 302, headers: ["Location": location])
    }
    let transport = try makeTransport(to: server.url)
    let response = try await transport.send(.get(headers: ["Authorization": "k"]))
    #expect(response.status == 302)
    #expect(response.text == "moved")
    #expect(server.requests.count == 1)
  }

  @Test(
    "every final status is an answer",
    arguments: [200, 204, 304, 400, 401, 407, 417, 429, 500, 599])
  func statuses(_ status: Int) async throws {
    let server = try LoopbackServer { _ in .answer(status: status, headers: ["Retry-After": "1"]) }
    let transport = try makeTransport(to: server.url)
    let response = try await transport.send(.create())
    #expect(response.status == status)
    #expect(response.headers["retry-after"] == "1")
    #expect(server.requests.count == 1)
  }

  @Test("interim answers are skipped")
  func interim() async throws {
    let server = try LoopbackServer { _ in
      .raw(
        "HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
          + "HTTP/1.1 200 OK\r\nX: 2\r\nContent-Length: 2\r\n\r\nok")
    }
    let transport = try makeTransport(to: server.url)
    let response = try await transport.send(.create())
    #expect(
      response
        == HTTPResponse(
          status: 200, headers: ["X": "2", "Content-Length": "2"], body: [0x6F, 0x6B]))
  }

  @Test("chunks are put together, their trailers left out")
  func chunks() async throws {
    let server = try LoopbackServer { _ in
      .raw(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n", then: .keep)
    }
    let transport = try makeTransport(to: server.url)
    for _ in 1...2 {
      let response = try await transport.send(.get())
      #expect(response.text == "abcde")
      #expect(response.headers["Trailer"] == nil)
    }
    #expect(server.connections == 1)
  }

  @Test("a compressed answer arrives unpacked")
  func compressed() async throws {
    let packed = try #require(Data(base64Encoded: Self.gzippedHello))
    let server = try LoopbackServer { _ in
      .answer(bytes: [UInt8](packed), headers: ["Content-Encoding": "gzip"])
    }
    let transport = try makeTransport(to: server.url)
    #expect(try await transport.send(.get()).text == "hello hello hello hello")
    #expect(server.requests.first?.headers["Accept-Encoding"]?.contains("gzip") == true)
  }

  @Test("an answer that ends with the connection is taken as it comes")
  func closeDelimited() async throws {
    let server = try LoopbackServer { _ in .raw("HTTP/1.1 200 OK\r\n\r\nall there is") }
    let transport = try makeTransport(to: server.url)
    #expect(try await transport.send(.get()).text == "all there is")
  }

  @Test("the library says its version")
  func version() {
    #expect(libcurlVersion().hasPrefix("libcurl/"))
    #expect(libcurlVersion().contains("nghttp2/"))
  }

  private static let gzippedHello = "H4sIAAAAAAACA8tIzcnJV8hAJwHjUT2NFwAAAA=="
}
