import Foundation
import HTTP
import Sandbox
import TestSupport
import Testing

/// What a user is told when nothing comes of a run.
@Suite(.inTurn) struct OutOfReachTests {
  private let linkctl: Tool

  init() throws { linkctl = try Tool("linkctl") }

  private func delete(
    at base: String, _ options: [String] = [], key: String = "dub_SecretKey123"
  ) async throws -> Tool.Run {
    let run = try await linkctl.run(
      ["delete", "--provider", "dub", "--base-url", base, "--retries", "1", "-v", "-o", "json"]
        + options + ["link_1", "link_2"],
      environment: ["DUB_API_KEY": key])
    #expect(!run.errors.contains(key) && !run.output.contains(key))
    #expect((try? JSONSerialization.jsonObject(with: Data(run.output.utf8))) != nil)
    return run
  }

  private func expect(
    _ run: Tool.Run, _ status: Int32, says words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    for word in words + ["error: ", "hint: "] {
      #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: sourceLocation)
    }
  }

  /// A sandbox at whose Dub stand-in every delete meets this fault.
  private func faulty(_ fault: String) throws -> Sandbox {
    var options = SandboxOptions()
    options.faults = [try FaultRule(parsing: fault)]
    return try Sandbox(options)
  }

  private func delete(_ fault: String, _ options: [String] = []) async throws -> Tool.Run {
    let sandbox = try faulty(fault)
    return try await delete(
      at: sandbox.baseURL(of: .dub), options, key: SandboxKey.full(.dub))
  }

  @Test("connection refused")
  func refused() async throws {
    let run = try await delete(at: "http://127.0.0.1:1")
    expect(run, 3, says: "out of reach", "connect", "http://127.0.0.1:1")
    #expect(run.output.contains("connection_failed"))
    #expect(
      run.errors.contains("127.0.0.1:1 cannot be reached: ") && run.errors.contains("once more"))
  }

  @Test("that nobody answers is told while it is tried again, once, with how often")
  func toldAtOnce() async throws {
    let folder = try TemporaryDirectory()
    let child = try ChildProcess(
      linkctl.path,
      ["delete", "--provider", "dub", "--base-url", "http://127.0.0.1:1", "--retries", "100"]
        + (1...20).map { "link_\($0)" } + ["--batch-size", "1"],
      environment: ["DUB_API_KEY": "dub_SecretKey123"],
      standardOutput: folder.file("out"), standardError: folder.file("errors"))
    let isTold = try await Patience.wait(while: { child.isRunning }) {
      (try? folder.text(of: "errors"))?.contains("tried up to 100 times more") == true
    }
    #expect(isTold)
    child.signal(SIGINT)
    #expect(try await child.ending() == 128 + SIGINT)
    let errors = try folder.text(of: "errors")
    #expect(
      errors.split(separator: "\n").count { $0.contains("cannot be reached") } == 1, "\(errors)")
  }

  @Test("with --retries 0 a provider out of reach ends the run with the first request")
  func noRetries() async throws {
    let run = try await delete(
      at: "http://127.0.0.1:1", ["--retries", "0", "--batch-size", "1", "-c", "1"])
    expect(run, 3, says: "out of reach", "connect")
    #expect(run.errors.split(separator: "\n").count { $0.contains("->") } == 1)
    #expect(!run.errors.contains("cannot be reached") && run.output.contains("not_attempted"))
  }

  @Test("a name that does not exist")
  func noSuchName() async throws {
    expect(try await delete(at: "https://no-such-host.invalid"), 3, says: "out of reach", "DNS")
  }

  @Test("a certificate that nobody vouches for is never accepted")
  func tls() async throws {
    let server = try await SelfSignedServer()
    let run = try await delete(at: "https://localhost:\(server.port)")
    server.stop()
    expect(run, 3, says: "out of reach", "certificate")
    #expect(run.errors.split(separator: "\n").count { $0.contains("->") } == 1, "no resend helps")
  }

  @Test("a server that never answers")
  func timeout() async throws {
    let run = try await delete("hang", ["--timeout", "4"])
    expect(run, 3, says: "out of reach", "--timeout")
    #expect(run.output.contains("\"unknown\""), "it may have acted")
  }

  @Test("500 with a page")
  func page() async throws {
    let run = try await delete("status=500")
    expect(run, 3, says: "HTTP 500", "text/html")
    #expect(!run.errors.contains("<h1>"))
  }

  @Test("a success that breaks off")
  func cut() async throws { expect(try await delete("cut"), 3, says: "out of reach") }

  @Test("a success that is not JSON")
  func notJSON() async throws {
    expect(try await delete("status=200 body=\"{\\\"deletedCount\\\":\""), 3, says: "HTTP 200")
  }

  @Test("a redirect is not followed, and its target is named")
  func redirect() async throws {
    let other = try Sandbox()
    let target = other.baseURL(of: .dub)
    let run = try await delete("status=307 header=\"Location: \(target)/links/bulk\"")
    expect(run, 3, says: "redirect", target)
    #expect(other.counters(of: .dub).total() == 0)
  }

  @Test("a key that is refused, once, however many batches there are")
  func keyRefused() async throws {
    let sandbox = try Sandbox()
    let run = try await delete(at: sandbox.baseURL(of: .dub), ["--batch-size", "1", "-c", "1"])
    expect(run, 3, says: "Invalid API key", "DUB_API_KEY")
    #expect(sandbox.counters(of: .dub).total() == 1)
    #expect(run.output.contains("not_attempted"))
  }

  @Test("something that is not the provider")
  func wrongAddress() async throws {
    expect(try await delete("status=404"), 3, says: "does not answer as Dub's API", "--base-url")
  }

  @Test("a server that echoes the key and sends control characters harms nobody")
  func hostileEcho() async throws {
    let key = "dub_SecretKey123"
    let sandbox = try faulty(
      #"status=422 header="Content-Type: application/json" body="{\"error\":{\"code\":\"x\",\"message\":\"\#(key) \\u001b[2J\"}}""#
    )
    for format in ["table", "json", "ndjson", "csv"] {
      let run = try await linkctl.run(
        ["delete", "--base-url", sandbox.baseURL(of: .dub), "--provider", "dub", "-v", "link_a"]
          + ["-o", format], environment: ["DUB_API_KEY": key])
      #expect(run.status == 1 && run.output.contains("[key]"))
      #expect(!(run.output + run.errors).contains(key))
      if format != "csv" { #expect(!(run.output + run.errors).utf8.contains(0x1B)) }
    }
  }

  @Test("the key is not in the process list")
  func processList() async throws {
    let sandbox = try faulty("hang")
    let child = try ChildProcess(
      linkctl.path,
      ["delete", "--provider", "dub", "--base-url", sandbox.baseURL(of: .dub), "link_1"],
      environment: ["DUB_API_KEY": SandboxKey.full(.dub)], standardInput: "/dev/null",
      standardOutput: "/dev/null", standardError: "/dev/null")
    var shown = ""
    // Until it has begun, the child still shows this program's arguments.
    _ = try await Patience.wait(while: { child.isRunning }) {
      shown = try String(contentsOfFile: "/proc/\(child.id)/cmdline", encoding: .utf8)
      return shown.contains("link_1")
    }
    // The first may find the run under way, and would let its request hang.
    child.signal(SIGTERM)
    try await Task.sleep(for: .milliseconds(100))
    child.signal(SIGTERM)
    #expect(try await child.ending() == 128 + SIGTERM)
    #expect(shown.contains("link_1") && !shown.contains(SandboxKey.full(.dub)))
  }
}

/// An HTTPS server with a certificate of its own making.
private struct SelfSignedServer {
  let port: UInt16
  private let child: ChildProcess
  private let folder: TemporaryDirectory

  init() async throws {
    folder = try TemporaryDirectory()
    let openssl = try Tool(at: "/usr/bin/openssl")
    let (key, certificate) = (folder.file("key.pem"), folder.file("cert.pem"))
    let made = try await openssl.run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
      "-subj", "/CN=localhost", "-days", "2",
    ])
    try #require(made.status == 0, "\(made.errors)")
    (child, port) = try await Self.start(openssl.path, key: key, certificate: certificate)
  }

  func stop() {
    child.signal(SIGTERM)
    child.end()
  }

  /// Tries ports until one is free; `timeout` ends what a crashed test leaves behind.
  private static func start(
    _ openssl: String, key: String, certificate: String
  ) async throws -> (ChildProcess, UInt16) {
    for _ in 0..<10 {
      let port = UInt16.random(in: 20_000..<32_000)
      let child = try ChildProcess(
        "/usr/bin/timeout",
        [
          "3600", openssl, "s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert",
          certificate, "-quiet",
        ])
      let isListening = try await Patience.wait(
        while: { child.isRunning }, until: { LoopbackServer.accepts(port) })
      if isListening { return (child, port) }
    }
    throw NotListening()
  }

  private struct NotListening: Error {}
}
