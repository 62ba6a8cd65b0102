// 429s that have nothing to do with the limit: from a proxy, or a server in trouble. They cost what they ask for, and
// leave nothing behind.

import HTTP
import Providers
import TestSupport
import Testing

@testable import Bulk

@Suite struct StrayTests {
  /// A run of 4,000 requests of which a share is refused, whatever its pace.
  private func run(
    _ share: Double, _ headers: HTTPHeaders, workers: Int, seed: UInt64,
    against limiter: any Limiter = NoLimit()
  ) -> PaceResult {
    var random = SeededGenerator(seed: seed)
    var terms = PaceSimulation()
    terms.requests = 4_000
    terms.workers = workers
    terms.telling = .nothing
    for arrival in 1...8_000 where Double.random(in: 0..<1, using: &random) < share {
      terms.strays[arrival] = headers
    }
    return terms.run(limiter)
  }

  @Test(
    "where a share of all requests is refused whatever the pace, the run recovers",
    arguments: [0.02, 0.05, 0.15, 0.3],
    [1, 8])
  func share(share: Double, workers: Int) {
    for headers in [[:], ["Retry-After": "0"], ["Retry-After": "1"]] as [HTTPHeaders] {
      for seed in 1...3 as ClosedRange<UInt64> {
        let result = run(share, headers, workers: workers, seed: seed)
        #expect(result.done == 4_000 && !result.gaveUp && result.breaches == 0)
        // Each costs its wait, which doubles where the next is refused too; and to learn that going slower does not
        // help takes some minutes.
        let wait = (headers["Retry-After"] == "1" ? 1.15 : 0.5) / (1 - share * 1.5)
        let free = 4_000 * 0.06 / Double(workers)
        let most = free * 2 + Double(result.refusals) * wait + 600
        #expect(
          result.seconds <= most,
          "\(share) \(workers) \(headers) \(seed): \(result.seconds) of \(most)")
      }
    }
  }
}
