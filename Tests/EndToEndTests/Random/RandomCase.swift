// One case of the random harness, drawn whole from a seed and a number.

import Glibc
import Records
import Sandbox
import TestSupport

/// Everything that is decided before the case is tried.
struct RandomCase {
  /// What happens to a run, once the sandbox has seen so many of its requests.
  enum End: Equatable {
    case signal(Int32, after: Int)
    /// A second signal, once the first was sent.
    case signals(Int32, after: Int)
    case kill(after: Int, tears: Bool)
  }

  let seed: UInt64
  let number: Int
  let population: Population
  let operation: RandomOperation
  let rows: [JSONObject]
  let options: [String]
  let weather: RandomWeather
  let limit: LimitChoice
  let output: String
  let hasJournal: Bool
  let hasRejects: Bool
  let hasBackup: Bool
  /// How each run ends that does not end by itself; the last one always does, where there is a journal.
  let ends: [End]
  let rival: RandomRival?
  /// Of Dub's rows with keys, every so many loses it to another request.
  let lostRaceEvery: Int?

  var provider: SandboxProvider { population.provider }
  var ignoresNotFound: Bool { options.contains("--ignore-not-found") }
  /// Whether a request may be given up for good before its fate is known.
  var isImpatient: Bool { options.contains("0") }

  init(seed: UInt64, number: Int) {
    var random = SeededGenerator(seed: seed, case: number)
    self.seed = seed
    self.number = number
    let provider = random.pick(SandboxProvider.ofLinkctl + [.dub])
    population = Population(provider: provider, count: random.pick([3, 20, 120]))
    operation = .draw(at: provider, using: &random)
    let count = random.pick([1, 2, 7, 40, 150])
    let drawn = RandomRows(population, using: &random)
    rows = drawn.rows(operation, count, using: &random)
    weather = RandomWeather(for: operation, at: provider, using: &random)
    hasJournal = random.chance(40)
    hasRejects = random.chance(30)
    hasBackup = [.delete, .update].contains(operation) && random.chance(20)
    output = random.chance(75) ? "json" : "ndjson"
    ends = Self.ends(hasJournal: hasJournal, using: &random)
    rival = random.chance(15) ? RandomRival(rows, operation, population, &random) : nil
    lostRaceEvery =
      provider == .dub && operation == .create && rival == nil && random.chance(8)
      ? random.number(2...9) : nil
    limit = Self.limit(using: &random)
    // Only a request that hangs is to run into its limit, however busy the machine is.
    options =
      Self.options(operation, provider, using: &random)
      + ["--timeout", weather.hangs ? "2" : "120"]
  }

  private static func ends(
    hasJournal: Bool, using random: inout SeededGenerator
  ) -> [End] {
    guard random.chance(hasJournal ? 60 : 15) else { return [] }
    return (0..<random.number(1...2)).prefix(hasJournal ? 2 : 1).map { _ in
      let after = random.pick([0, 1, 2, 3, 5, 9, 20])
      if hasJournal, random.chance(50) { return .kill(after: after, tears: random.chance(40)) }
      let signal = random.pick([SIGINT, SIGTERM, SIGHUP])
      return random.chance(10) ? .signals(signal, after: after) : .signal(signal, after: after)
    }
  }

  /// Windows so short that a run which waits for them is not held up.
  private static func limit(using random: inout SeededGenerator) -> LimitChoice {
    guard random.chance(12) else { return .none }
    let kind = random.pick(RateLimit.Kind.allCases)
    return .custom(RateLimit(random.number(3...20), per: .milliseconds(300), kind: kind))
  }

  private static func options(
    _ operation: RandomOperation, _ provider: SandboxProvider, using random: inout SeededGenerator
  ) -> [String] {
    var options = operation.arguments + ["--rate", "100000/s"]
    options += ["--retries", random.chance(10) ? "0" : "7"]
    options += ["-c", random.pick(["1", "2", "8"]), "--skip-invalid"]
    if random.chance(50) { options += ["--batch-size", random.pick(["1", "3", "10", "20"])] }
    if random.chance(15) { options.append("--unordered") }
    if random.chance(15) { options.append("-v") }
    if random.chance(6) { options += ["--max-failures", random.pick(["1", "5", "50%"])] }
    switch operation {
    case .delete:
      if random.chance(30) { options.append("--verify") }
      if random.chance(30) { options.append("--ignore-not-found") }
    case .create:
      if provider != .shortpen, random.chance(20) { options.append("--assign-external-id=job.") }
    case .update:
      if random.chance(30) { options.append("--ignore-not-found") }
    case .upsert: break
    }
    return options
  }

  /// The case in one line.
  var title: String {
    var parts = ["\(provider.rawValue) \(operation.command)", "\(rows.count) rows"]
    parts += ["\(population.count) links", options.joined(separator: " ")]
    if !weather.rules.isEmpty { parts.append("weather \(weather.rules)") }
    for (name, isThere) in [
      ("journal", hasJournal), ("rejects", hasRejects), ("backup", hasBackup),
    ] where isThere { parts.append(name) }
    if !ends.isEmpty { parts.append("ends \(ends)") }
    if let rival { parts.append("rival \(rival.command) after \(rival.after)") }
    if let lostRaceEvery { parts.append("lost race every \(lostRaceEvery)") }
    if case .custom(let limit) = limit { parts.append("limit \(limit.requests) \(limit.kind)") }
    return parts.joined(separator: "; ")
  }
}
