// The texts of options: what they mean, and what is said of those that mean nothing.

import HTTP
import Sandbox
import Testing

struct OptionTextTests {
  @Test("limits are read")
  func limits() throws {
    #expect(try RateLimit(parsing: "20/2s") == RateLimit(20, per: .seconds(2)))
    #expect(try RateLimit(parsing: "60/m") == RateLimit(60, per: .seconds(60)))
    #expect(
      try RateLimit(parsing: "5/100ms,burst=9", kind: .tokenBucket)
        == RateLimit(5, per: .milliseconds(100), kind: .tokenBucket, burst: 9))
    #expect(try RateLimit(parsing: "4", kind: .concurrency).requests == 4)
  }

  @Test(
    "what is no limit is refused",
    arguments: [
      "", "/", "20", "20/", "0/s", "-1/s", "20/0s", "20/2", "20/2d", "1.5/s", "20/2s,", "20/2s,b=1",
      "20/2s,burst=0", "99999999/s", "20/99999999999999999999h", "20/48h", "٢/s",
    ])
  func badLimits(text: String) {
    #expect(throws: OptionTextError.self) { try RateLimit(parsing: text) }
  }

  @Test("a latency between two bounds stays there and is the same for the same request")
  func latency() throws {
    let latency = try Latency(parsing: "20ms-80ms")
    let delays = (0..<200).map { latency.delay(ofRequest: $0) }
    #expect(delays.allSatisfy { .milliseconds(20) <= $0 && $0 <= .milliseconds(80) })
    #expect(Set(delays).count > 100)
    #expect(delays == (0..<200).map { latency.delay(ofRequest: $0) })
    #expect(try Latency(parsing: "1s").delay(ofRequest: 7) == .seconds(1))
    #expect(throws: OptionTextError.self) { try Latency(parsing: "20ms-") }
  }

  @Test("a fault rule is read, whatever the order of its words")
  func faults() throws {
    var rule = FaultRule(.close(acts: true))
    rule.operation = .delete
    rule.choice = .every(10)
    #expect(try FaultRule(parsing: "delete every=10 act-then-close") == rule)
    #expect(try FaultRule(parsing: " act-then-close   every=10 delete ") == rule)
  }

  @Test("status, header and body make an answer; quotes hold blanks together")
  func answers() throws {
    let rule = try FaultRule(
      parsing: #"GET /links status=503 header="Retry-After: 2" body="a \"b\"\n" after=1 first=2"#)
    #expect(rule.method == "GET")
    #expect(rule.path == "/links")
    #expect(rule.after == 1)
    #expect(rule.choice == .first(2))
    let response = HTTPResponse(
      status: 503,
      headers: ["Retry-After": "2", "Content-Type": "text/html; charset=utf-8"],
      body: Array("a \"b\"\n".utf8))
    #expect(rule.action == .answer(response, acts: false))
    let acting = try FaultRule(parsing: "dub act-then-status=500 delay=20ms")
    #expect(acting.provider == .dub)
    #expect(acting.delay == .milliseconds(20))
    guard case .answer(let page, acts: true) = acting.action else {
      Issue.record("not an answer after acting")
      return
    }
    #expect(String(decoding: page.body, as: UTF8.self).contains("<html>"))
  }

  @Test(
    "a rule that means nothing is refused, and the part that was not understood is named",
    arguments: [
      ("", ""), ("delete", "delete"), ("close hang", "hang"), ("status=99", "status=99"),
      ("status=500 close", "status=500 close"), ("every=0 close", "every=0"),
      ("percent=101 close", "percent=101"), ("seed=1 close", "seed=1 close"),
      ("body=x close", "body=x close"), ("explode", "explode"), ("when=1 close", "when=1"),
      ("delay=soon", "soon"), (#"status=500 body="x"#, #"status=500 body="x"#),
      ("status=500 header=x", "header=x"),
      ("status=500 \"header=a: b\nc: d\"", "header=a: b\nc: d"),
    ])
  func badFaults(text: String, part: String) {
    let error = #expect(throws: OptionTextError.self) { try FaultRule(parsing: text) }
    #expect(error?.text == part)
    #expect(error?.expected.isEmpty == false)
  }

  @Test("rules choose every Nth, the first N, or a share that the seed fixes")
  func choices() throws {
    func hit(_ text: String, of count: Int = 12) throws -> [Int] {
      let rule = try FaultRule(parsing: text + " close")
      return (1...count).filter { rule.befalls($0) }
    }
    #expect(try hit("every=5") == [5, 10])
    #expect(try hit("every=5 after=1") == [6, 11])
    #expect(try hit("first=2") == [1, 2])
    #expect(try hit("first=2 after=3") == [4, 5])
    #expect(try hit("percent=100").count == 12)
    let scattered = try hit("percent=30 seed=7", of: 1000)
    #expect((200...400).contains(scattered.count))
    #expect(try hit("percent=30 seed=7", of: 1000) == scattered)
    #expect(try hit("percent=30 seed=8", of: 1000) != scattered)
  }

  @Test("a list of IDs is read; one that the provider could not have given is named by its line")
  func lists() throws {
    var options = SandboxOptions()
    try options.addIDs(listedIn: "# gone\r\n\n 501 \n502", of: .shortpen)
    #expect(options.ids[.shortpen] == ["501", "502"])
    #expect(throws: IDListError(line: 2, text: "x")) {
      try options.addIDs(listedIn: "501\nx\n", of: .shortpen)
    }
    #expect(throws: IDListError(line: 1, text: "a,b")) {
      try options.addIDs(listedIn: "a,b", of: .dub)
    }
    #expect(throws: IDListError.self) { try options.addIDs(listedIn: "501", of: .hoko) }
  }
}
