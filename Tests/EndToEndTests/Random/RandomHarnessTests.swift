import Foundation
import TestSupport
import Testing

/// Random cases: whatever is drawn, results and sandbox agree row by row.
///
/// A failure prints a line that tries its case again. `LINKCTL_RANDOM=SEED` draws other cases,
/// `LINKCTL_RANDOM=SEED:CASE` tries a single one and prints all that it came to, and `LINKCTL_CASES` says how many, or how often;
/// `LINKCTL_HARNESS=full` tries 2,000.
@Suite(.serialized, .inTurn) struct RandomHarnessTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let usualSeed: UInt64 = 1
  private static let usualCount = 30
  private static let fullCount = 2_000
  /// Cases that are tried side by side; they mostly wait.
  private static let width = 4

  /// Seed and number of every case to try.
  private static var cases: [(seed: UInt64, number: Int)] {
    let words = (environment["LINKCTL_RANDOM"] ?? "").split(separator: ":")
    let seed = words.first.flatMap { UInt64($0) } ?? usualSeed
    let count = environment["LINKCTL_CASES"].flatMap { Int($0) }
    if words.count > 1, let number = Int(words[1]) {
      return Array(repeating: (seed, number), count: max(1, count ?? 1))
    }
    return (0..<max(1, count ?? (Harness.isFull ? fullCount : usualCount))).map { (seed, $0) }
  }

  @Test("results and sandbox agree row by row, whatever is drawn")
  func agree() async throws {
    let cases = Self.cases
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, drawn) in cases.enumerated() {
        if index >= Self.width { try await group.next() }
        group.addTask { try await Self.check(RandomCase(seed: drawn.seed, number: drawn.number)) }
      }
      try await group.waitForAll()
    }
  }

  private static func check(_ drawn: RandomCase) async throws {
    let isAlone = environment["LINKCTL_RANDOM"]?.contains(":") == true
    var trial = try RandomTrial(drawn, tellsRequests: isAlone)
    try await trial.run()
    if isAlone { print(trial.story) }
    guard !trial.lies.isEmpty else { return }
    Issue.record(
      """
      LINKCTL_RANDOM=\(drawn.seed):\(drawn.number) swift test --filter RandomHarness
        \(drawn.title)
        \(trial.lies.count) lies: \(trial.lies.prefix(4).joined(separator: "\n  "))
      """)
  }
}
