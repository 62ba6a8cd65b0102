// The rows of the pacing table: what is simulated, what is aimed at, and why an aim is out of reach.

import Providers

@testable import Bulk

/// One simulation and what is asked of it.
struct PaceRow: Sendable {
  var words: String

  /// The least efficiency that is aimed at, and the most 429s in a thousand requests after the first window.
  var aim = 0.98
  var mostRefusals = 1.0

  /// Why the aim is not reached, by the letter of a reason below the table; the efficiency and the 429s that are
  /// reached all the same.
  var reason: Character?
  var least = 0.98
  var most = 1.0

  /// Whether it takes so many requests that it is tried only where all is.
  var isLong: Bool { terms.requests * terms.runs > 10_000 }
  var terms: PaceSimulation
  var server: SimulatedServer

  /// A row for one limiter.
  init(
    _ kind: LimiterKind, _ shape: Shape, roundTrip: Double = 0.05, _ telling: Telling,
    _ remark: String = "", aim: Double = 0.98,
    _ change: (inout PaceSimulation, inout SimulatedServer) -> Void = { _, _ in }
  ) {
    words = "\(kind.words), \(shape), \(Int(roundTrip * 1000)) ms" + remark
    terms = PaceSimulation()
    terms.requests = shape.requests
    terms.window = shape.window
    terms.roundTrip = roundTrip
    terms.telling = telling
    self.aim = aim
    least = aim
    server = SimulatedServer(key: kind.limiter(shape.limit, per: shape.window))
    change(&terms, &server)
  }

  /// The same, for a reason no better than this.
  func but(_ reason: Character, _ least: Double, _ most: Double = 1) -> PaceRow {
    var row = self
    (row.reason, row.least, row.most) = (reason, least, most)
    return row
  }

  var hasMetAim: (PaceFigures) -> Bool {
    { [aim, mostRefusals] in $0.efficiency >= aim - 0.0005 && $0.perThousand <= mostRefusals + 0.05
    }
  }
}

extension Shape: CustomStringConvertible {
  var description: String { testDescription }
}

/// Rows that belong together.
struct PaceSection: Sendable {
  var words: String
  var rows: [PaceRow]
}
