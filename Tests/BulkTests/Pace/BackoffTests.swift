// Waits before resends.

import TestSupport
import Testing

@testable import Bulk

@Suite struct BackoffTests {
  @Test("waits double from half a second to thirty, and chance only lengthens them")
  func doubling() throws {
    var generator = SeededGenerator(seed: 7)
    for attempt in [Int.min, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 100, Int.max] {
      let least = [0.5, 1, 2, 4, 8, 16, 30][min(max(attempt, 1), 7) - 1]
      for _ in 0..<200 {
        let wait = try #require(
          Backoff.wait(attempt: attempt, maxWait: .seconds(900), using: &generator))
        #expect(wait >= .seconds(least) && wait <= .seconds(least * 1.5))
      }
    }
  }

  @Test("a Retry-After is the least that is waited, and one past the longest wait ends it")
  func asked() throws {
    var generator = SeededGenerator(seed: 7)
    var hints = RateHints()
    hints.retryAfter = .after(.seconds(20))
    let long = try #require(
      Backoff.wait(attempt: 1, hints: hints, maxWait: .seconds(900), using: &generator))
    #expect(long >= .seconds(20) && long <= .seconds(21))
    let later = try #require(
      Backoff.wait(attempt: 7, hints: hints, maxWait: .seconds(900), using: &generator))
    #expect(later >= .seconds(30))
    hints.retryAfter = .after(.seconds(901))
    #expect(
      Backoff.wait(attempt: 1, hints: hints, maxWait: .seconds(900), using: &generator) == nil)
  }
}
