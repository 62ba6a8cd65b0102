// What the runs before a run have left open: only that excuses what a later run says of its rows.

/// The runs of a case that are over.
struct RandomPast {
  /// How many they are.
  private(set) var count = 0
  /// Whether one ended without knowing what became of its requests.
  private(set) var wasKilled = false

  /// Whether one left the fate of rows open.
  private(set) var leftDoubt = false

  var isNone: Bool { count == 0 }

  mutating func add(_ run: RandomRun) {
    count += 1
    wasKilled = wasKilled || run.isKilled || run.isHurried
    leftDoubt =
      leftDoubt || run.results.contains { ["unknown", "unconfirmed"].contains($0.status) }
  }
}
