// Another client that adds and deletes links while the first one works: how often, and when its next changes
// are due. Pure; only the server reads a clock.

/// How another client changes links.
package struct Churn: Sendable, Equatable {
  package enum Pace: Sendable, Equatable {
    /// So many changes in each second since the first request.
    case perSecond(Int)
    /// So many changes before each of so many requests, whatever the clock says.
    case perRequests(changes: Int, requests: Int)
  }

  package var pace: Pace
  /// What is added and deleted; the same for the same seed.
  package var seed: UInt64 = 1
  /// Whether deletes are of the links that began and ended the page that was given last.
  package var aimsAtSeam = false

  package init(_ pace: Pace) {
    self.pace = pace
  }

  /// Text such as `50/s`, `2/request` or `1/10requests`, which may be followed by `,seed=N` and `,seam`.
  package init(parsing text: String) throws(OptionTextError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let pace = Self.pace(parts.first ?? "") else { throw Self.error(text) }
    self.init(pace)
    for part in parts.dropFirst() {
      if part == "seam" {
        aimsAtSeam = true
      } else if part.hasPrefix("seed="), let seed = UInt64(part.dropFirst(5)) {
        self.seed = seed
      } else {
        throw Self.error(text)
      }
    }
  }

  private static func error(_ text: String) -> OptionTextError {
    OptionTextError(
      text,
      expected: "changes and a span, such as 50/s, 2/request or 1/10requests, then ,seed=N or ,seam"
    )
  }

  /// The most changes that a pace may name.
  private static let most = 100_000

  private static func pace(_ text: Substring) -> Pace? {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false)
    guard ends.count == 2, let changes = Int(ends[0]), (1...most).contains(changes) else {
      return nil
    }
    if ends[1] == "s" { return .perSecond(changes) }
    if ends[1] == "request" { return .perRequests(changes: changes, requests: 1) }
    guard ends[1].hasSuffix("requests"), let requests = Int(ends[1].dropLast(8)),
      (1...most).contains(requests)
    else { return nil }
    return .perRequests(changes: changes, requests: requests)
  }
}

/// When changes are due.
struct ChurnClock: Sendable {
  /// The most changes that are made up for at once; where nobody asked for long, nobody misses the rest.
  static let mostAtOnce = 10_000

  private let pace: Churn.Pace
  private var start: Timestamp?
  private var done: Int64 = 0

  init(_ churn: Churn) {
    pace = churn.pace
  }

  /// The changes that are due before a request that comes now.
  mutating func due(at now: Timestamp) -> Int {
    switch pace {
    case .perSecond(let changes):
      let start = start ?? now
      self.start = start
      return step(to: max(0, (now - start).count / 1000) * Int64(changes) / 1000)
    case .perRequests(let changes, let requests):
      asked += 1
      return step(to: asked * Int64(changes) / Int64(max(1, requests)))
    }
  }

  private var asked: Int64 = 0

  private mutating func step(to total: Int64) -> Int {
    let due = max(0, total - done)
    done += due
    return Int(min(due, Int64(Self.mostAtOnce)))
  }
}
