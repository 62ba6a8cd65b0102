// The figures of runs on the same terms, begun at several places in the server's window.

import Testing

@testable import Bulk

/// Means and worsts over some phases of the server's window.
struct PaceFigures {
  var efficiency = 0.0
  var worst = 1.0

  /// 429s in the first window, and in a thousand requests after it.
  var first = 0.0
  var perThousand = 0.0
  var mostRefusals = 0

  /// Of runs that share a key: the fewest answers that one had over the most, when the first was through.
  var fairness = 1.0
  var classes: [String: PaceFigures] = [:]

  var meanRatio: Double { 1 / efficiency }
  var worstRatio: Double { 1 / worst }

  static let fewPhases = [0.35, 0.93]

  /// Runs on these terms, the phase and the seed apart.
  init(_ terms: PaceSimulation, _ server: SimulatedServer, phases: [Double] = Self.fewPhases) {
    let count = Double(phases.count)
    for (index, phase) in phases.enumerated() {
      var terms = terms
      terms.phase = phase * terms.window
      terms.seed = UInt64(index + 1)
      let result = terms.run(server)
      let all = (terms.requests + terms.classes.reduce(0) { $0 + $1.requests }) * terms.runs
      #expect(result.done == all && !result.gaveUp)
      #expect(result.breaches == 0)
      // Asked no oftener than things happen, with eight at once: no loop without waiting.
      #expect(
        result.admissions <= 8 * (result.done + result.refusals + result.losses) + 100 * terms.runs)
      take(result, of: count)
      if let fewest = result.shares.min(), let most = result.shares.max(), most > 0 {
        fairness = min(fairness, Double(fewest) / Double(most))
      }
      for (name, result) in result.classes {
        classes[name, default: PaceFigures()].take(result, of: count)
      }
    }
  }

  private init() {}

  init(
    _ kind: LimiterKind, _ shape: Shape, roundTrip: Double = 0.05, _ telling: Telling,
    terms: PaceSimulation = PaceSimulation(), phases: [Double] = Self.fewPhases
  ) {
    var terms = terms
    terms.requests = shape.requests
    terms.roundTrip = roundTrip
    terms.window = shape.window
    terms.telling = telling
    self.init(
      terms, SimulatedServer(key: kind.limiter(shape.limit, per: shape.window)), phases: phases)
  }

  private mutating func take(_ result: PaceResult, of count: Double) {
    efficiency += result.efficiency / count
    worst = min(worst, result.efficiency)
    first += Double(result.refusals - result.lateRefusals) / count
    perThousand += result.perThousand / count
    mostRefusals = max(mostRefusals, result.refusals)
  }
}
