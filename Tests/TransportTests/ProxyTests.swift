// Proxies by the usual variables, each test in a process of its own since variables are the process's.

import Glibc
import HTTP
import TestSupport
import Testing
import Transport

@Suite(.inTurn) struct ProxyTests {
  @Test("a loopback address is never asked of a proxy")
  func loopback() async {
    await #expect(processExitsWith: .success) {
      let proxy = try LoopbackServer { _ in .answer("proxy") }
      let server = try LoopbackServer { _ in .answer("server") }
      for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        useProxy(name, proxy)
      }
      let transport = try makeTransport(to: server.url)
      let response = try await transport.send(.get(headers: ["Authorization": "k"]))
      try #require(response.text == "server")
      try #require(proxy.connections == 0)
    }
  }

  @Test("a proxy that refuses is a failed connection, and never sees the request")
  func refused() async {
    await #expect(processExitsWith: .success) {
      let proxy = try LoopbackServer { _ in .answer("no", status: 403) }
      useProxy("https_proxy", proxy)
      let transport = try makeTransport(to: "https://api.test")
      let error = await failure(
        of: .get("/secret", headers: ["Authorization": "key"]), over: transport)
      try #require(error?.kind == .connect)
      try #require(error?.mayHaveReachedServer == false)
      let seen = try #require(proxy.requests.first)
      try #require(seen.method == "CONNECT")
      try #require(seen.target == "api.test:443")
      try #require(!seen.head.contains("key") && !seen.head.contains("secret"))
    }
  }

  @Test("through a proxy the answer is the server's, not the proxy's")
  func tunnel() async {
    await #expect(processExitsWith: .success) {
      let server = try LoopbackServer { _ in .answer("server", status: 201, headers: ["X-A": "b"]) }
      let front = try TLSFront(of: server, name: "api.test")
      defer { front.stop() }
      let proxy = try LoopbackServer { _ in
        .raw("HTTP/1.1 200 Proxy\r\nX-Proxy: 1\r\n\r\n", then: .tunnel(port: front.port))
      }
      useProxy("https_proxy", proxy)
      let transport = try makeTransport(to: "https://api.test") {
        $0.trust.file = front.certificate
      }
      let response = try await transport.send(.create("/links"))
      try #require(response.status == 201)
      try #require(response.headers["X-A"] == "b")
      try #require(response.headers["X-Proxy"] == nil)
      try #require(server.requests.map(\.target) == ["/links"])
    }
  }
}

/// Sets a variable of this process; only for a test that has a process of its own.
private func useProxy(_ variable: String, _ proxy: LoopbackServer) {
  // libcurl reads variables when a transfer starts, and none has started yet.
  unsafe setenv(variable, proxy.url, 1)
}
