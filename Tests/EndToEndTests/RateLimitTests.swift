import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct RateLimitTests {
  /// A limit of 20 requests in 2 seconds at Dub's stand-in, and 60 batches to send.
  private func limited(
    _ kind: RateLimit.Kind, _ change: (inout SandboxOptions) -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = 60
    options.limit = .custom(RateLimit(20, per: .seconds(2), kind: kind))
    change(&options)
    return try Rehearsal(.dub, options)
  }

  private func run(_ rehearsal: Rehearsal) async throws -> Deletion {
    try await rehearsal.delete(rehearsal.ids(1...60), options: ["--batch-size", "1"])
  }

  @Test(
    "a limit that the headers show is kept without a failed row, and hardly a 429 is drawn",
    arguments: [RateLimit.Kind.fixedWindow, .slidingWindow])
  func headers(kind: RateLimit.Kind) async throws {
    let rehearsal = try limited(kind)
    let deletion = try await run(rehearsal)
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 60 && deletion.run.status == 0)
    #expect(rehearsal.counters.count(of: 429) <= 8)
  }

  @Test(
    "no form of Retry-After, hostile ones included, makes a wait of nothing or of an hour",
    arguments: RetryHint.allCases.filter { $0 != .hour })
  func hints(hint: RetryHint) async throws {
    let rehearsal = try limited(.fixedWindow) { options in
      options.retryAfter = hint
      options.rateHeaders = .none
    }
    let deletion = try await run(rehearsal)
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 60 && deletion.run.status == 0)
    #expect(rehearsal.counters.count(of: 429) <= 40, "\(rehearsal.counters.count(of: 429))")
  }

  @Test("a wait longer than --max-wait stops the run at once, and says so")
  func tooLong() async throws {
    let rehearsal = try limited(.fixedWindow) { options in
      options.retryAfter = .hour
      options.rateHeaders = .none
    }
    let deletion = try await run(rehearsal)
    rehearsal.expectTruth(deletion)
    #expect(deletion.run.status == 3)
    #expect(deletion.count("deleted") > 0 && deletion.count("not_attempted") > 0)
    #expect(deletion.run.errors.contains("--max-wait"))
  }

  @Test("a used-up quota at ShortPen stops the run and is not retried")
  func quota() async throws {
    var options = SandboxOptions()
    options.links = 300
    options.limit = .none
    options.faults = [
      try FaultRule(
        parsing:
          #"delete after=1 status=429 header="Content-Type: application/json" body="{\"success\":false,\"status_code\":429,\"message\":\"You have reached the monthly quota of your plan\"}""#
      )
    ]
    let rehearsal = try Rehearsal(.shortpen, options)
    let deletion = try await rehearsal.delete(rehearsal.ids(1...300), options: ["-c", "1"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.run.status == 3 && rehearsal.counters.total() == 2)
    #expect(deletion.count("deleted") == 100 && deletion.count("not_attempted") == 100)
    #expect(deletion.run.errors.contains("quota"))
  }
}
