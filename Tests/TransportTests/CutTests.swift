// An answer that is cut anywhere is a whole answer or an error, never a short success.

import HTTP
import TestSupport
import Testing
import Transport

@Suite(.inTurn) struct CutTests {
  @Test(
    "an answer that is cut at any byte is an error until all of it that counts is there",
    arguments: [
      (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}", 0
      ),
      // The last chunk's own line end may be missing: it tells nothing.
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n",
        2
      ),
      ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n", 0),
    ])
  func everyCut(_ answer: String, _ optional: Int) async throws {
    let bytes = [UInt8](answer.utf8)
    // The target says where to cut.
    let server = try LoopbackServer { request in
      let end = Int(request.target.dropFirst()) ?? 0
      return LoopbackServer.Reaction([UInt8](bytes[..<end]), then: .close)
    }
    let whole = try await makeTransport(to: server.url).send(.create("/\(bytes.count)"))
    for end in 0..<bytes.count {
      // A connection that the server is about to close is met by nobody else.
      let transport = try makeTransport(to: server.url)
      do throws(TransportError) {
        let response = try await transport.send(.create("/\(end)"))
        #expect(end >= bytes.count - optional, "cut at \(end)")
        #expect(response == whole, "cut at \(end)")
      } catch {
        #expect(error.mayHaveReachedServer, "cut at \(end)")
        #expect(error.kind == .closed || error.kind == .malformed, "cut at \(end): \(error)")
      }
    }
    #expect(server.requests.count == bytes.count + 1)
  }
}
