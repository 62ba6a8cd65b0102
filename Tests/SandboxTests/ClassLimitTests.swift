// Limits that count different calls, each at its own, by a simulated clock.

import Sandbox
import Testing

struct ClassLimitTests {
  private let documented = [
    DocumentedLimit(RateLimit(2, per: .seconds(1), kind: .concurrency)),
    DocumentedLimit(RateLimit(5, per: .seconds(10)), for: [.create]),
    DocumentedLimit(RateLimit(1, per: .seconds(1)), for: [.delete]),
  ]

  private func moment(_ milliseconds: Int64) -> Timestamp {
    Timestamp(microseconds: milliseconds * 1000)
  }

  @Test("each call is counted by its own limits alone")
  func classes() {
    var limits = ClassLimits(.provider, documented: documented)
    func isAllowed(_ operation: SandboxOperation, at time: Int64) -> Bool {
      let verdict = limits.admit("key", operation, at: moment(time))
      if verdict?.verdict.isAllowed ?? true { limits.release("key", operation) }
      return verdict?.verdict.isAllowed ?? true
    }
    #expect(
      (0..<7).map { isAllowed(.create, at: $0) } == [true, true, true, true, true, false, false])
    #expect([10, 20, 1000, 1999].map { isAllowed(.delete, at: $0) } == [true, false, true, false])
    #expect((0..<50).allSatisfy { isAllowed(.list, at: $0) })
    #expect(isAllowed(.create, at: 10_000))
  }

  @Test("a verdict is the refusing limit's, else the one's with the least left")
  func verdicts() {
    var limits = ClassLimits(.provider, documented: documented)
    #expect(limits.admit("key", .create, at: moment(0))?.limit.kind == .concurrency)
    #expect(limits.admit("key", .delete, at: moment(0))?.verdict.remaining == 0)
    #expect(limits.admit("key", .list, at: moment(0))?.verdict.isAllowed == false)
    #expect(limits.admit("another", .list, at: moment(0))?.verdict.isAllowed == true)
  }

  @Test("a request that a later limit refuses holds no place")
  func places() {
    var limits = ClassLimits(.provider, documented: documented)
    #expect(limits.admit("key", .delete, at: moment(0))?.verdict.isAllowed == true)
    for _ in 0..<5 {
      #expect(limits.admit("key", .delete, at: moment(1))?.limit.requests == 1)
    }
    #expect(limits.admit("key", .list, at: moment(2))?.verdict.isAllowed == true)
    #expect(limits.admit("key", .list, at: moment(3))?.verdict.isAllowed == false)
    limits.release("key", .list)
    #expect(limits.admit("key", .list, at: moment(4))?.verdict.isAllowed == true)
  }

  @Test("a limit that was chosen counts everything in the place of all; none counts nothing")
  func choices() {
    var one = ClassLimits(.custom(RateLimit(2, per: .seconds(1))), documented: documented)
    let operations: [SandboxOperation] = [.create, .delete, .list]
    #expect(
      operations.map { one.admit("key", $0, at: moment(0))?.verdict.isAllowed } == [
        true, true, false,
      ])
    var none = ClassLimits(.none, documented: documented)
    #expect(operations.allSatisfy { none.admit("key", $0, at: moment(0)) == nil })
  }
}
