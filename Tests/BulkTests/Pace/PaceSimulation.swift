// The terms of a simulated run, and what became of it. The least time comes from a sender that knows the
// limiter and all that is under way.

import HTTP
import Providers

/// What became of a simulated run, or of the requests of one class in it.
struct PaceResult {
  var seconds = 0.0
  var leastSeconds = 0.0
  var done = 0
  var refusals = 0

  /// Those that were sent after the first window, in which a limit is found.
  var lateRefusals = 0

  /// Requests that no answer came to.
  var losses = 0
  var admissions = 0
  var mostInFlight = 0
  var sends: [Double] = []

  /// How many answers each run had when the first was through; beside another client, how many of its requests
  /// were let through, and how many it sent.
  var shares: [Int] = []
  var gaveUp = false

  /// Answers of the gate that no run may get: a wait that is over or lasts an hour, a wait for an answer with
  /// nothing in flight, a request that it forgot.
  var breaches = 0

  /// Results of the classes by their names.
  var classes: [String: PaceResult] = [:]

  /// Time taken over the least time.
  var ratio: Double { seconds / leastSeconds }

  /// The least time over the time taken.
  var efficiency: Double { leastSeconds / seconds }

  /// 429s after the first window in a thousand requests.
  var perThousand: Double { Double(lateRefusals) * 1000 / Double(max(done, 1)) }
}

/// The terms of a run.
struct PaceSimulation: Sendable {
  var workers = 8
  var requests = 200

  /// How many requests of each class go beside them.
  var classes: [(rateClass: RateClass, requests: Int)] = []

  /// Seconds; each way takes half of it, `jitter` of that more or less.
  var roundTrip = 0.05
  var jitter = 0.2

  /// Where in the server's window the run begins, in seconds, and how long a window is.
  var phase = 0.7
  var window = 2.0
  var telling = Telling.milliseconds

  /// How far the wall clock here is ahead of the server's, in seconds.
  var skew = 0.0
  var documented: [RateLimit] = []
  /// How many requests the provider says may be in flight.
  var atOnce: Int?
  var atMost: RateLimit?
  var maxWait = Duration.seconds(900)
  var seed: UInt64 = 1

  /// How many runs share the key, each with its own gate and as many requests.
  var runs = 1

  /// Each so-manieth request is lost without an answer, and sent again.
  var losesEvery: Int?

  /// Arrivals, by their number from 1, that are refused whatever the limit, and the headers of that 429.
  var strays: [Int: HTTPHeaders] = [:]

  /// Each so-manieth answer has Dub's headers of a limiter whose store is slow: every figure is 0.
  var zerosEvery: Int?

  /// Nothing is to be sent in that time.
  var pause: ClosedRange<Double>?

  /// Seconds since the epoch when the virtual clock shows zero: the start of an hour.
  static let epoch = 1_787_360_400.0

  /// Runs, and puts the least time beside what it took.
  func run(_ limiter: any Limiter) -> PaceResult { run(SimulatedServer(key: limiter)) }

  func run(_ server: SimulatedServer) -> PaceResult {
    var running = PaceRun(self, server)
    var result = running.result()
    result.leastSeconds = least(requests * runs, server.share ?? server.key)
    for (rateClass, requests) in classes {
      guard let limiter = server.classes[rateClass.name] else { continue }
      result.classes[rateClass.name]?.leastSeconds = least(requests * runs, limiter)
    }
    return result
  }

  private func least(_ requests: Int, _ limiter: any Limiter) -> Double {
    if let concurrent = limiter as? ConcurrencyLimit {
      return Double((requests + concurrent.limit - 1) / concurrent.limit) * roundTrip
    }
    var limiter = limiter
    var free = [Double](repeating: phase, count: workers * runs)
    var last = phase
    for index in 0..<requests {
      // Round-robin: the worker that has waited longest is free first.
      let worker = index % free.count
      last = earliest(limiter, from: max(free[worker] + roundTrip / 2, last))
      _ = limiter.rule(at: last)
      free[worker] = last + roundTrip / 2
    }
    return last + roundTrip / 2 - phase
  }

  private func earliest(_ limiter: any Limiter, from time: Double) -> Double {
    if limiter.allows(at: time) { return time }
    var (low, high) = (time, time + limiter.grain)
    while !limiter.allows(at: high) { (low, high) = (high, high + limiter.grain) }
    while high - low > 1e-6 {
      let middle = (low + high) / 2
      if limiter.allows(at: middle) { high = middle } else { low = middle }
    }
    return high
  }
}
