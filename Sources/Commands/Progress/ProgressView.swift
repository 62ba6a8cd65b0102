// What is shown of a run while time passes. Pure: told the figures and the time.

import Bulk

/// Where a run stands, as it is shown.
struct ProgressView: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// How often somebody looks at the figures.
  enum Looks: Sendable {
    /// As often as a line is drawn anew.
    case always

    /// As seldom as a report a minute needs, so that a run that waits takes no time.
    case forReports
  }

  let total: Int
  private let looks: Looks
  private(set) var figures = RunFigures()
  private(set) var speed: Speed
  /// When the last row was settled, the last answer came, or something else was waited for.
  private var lastNews: Instant
  private var nextReport: Instant

  private static let reportInterval = Duration.seconds(60)
  /// Shorter waits come and go before they can be read.
  private static let shortestWait = Duration.seconds(1)
  /// So long without an answer, one waits for it.
  private static let longestSilence = Duration.seconds(3)

  init(total: Int, now: Instant, looks: Looks = .always) {
    self.total = total
    self.looks = looks
    speed = looks == .always ? Speed() : Speed(longestGap: Self.reportInterval / .seconds(1))
    lastNews = now
    nextReport = now + Self.reportInterval
    if looks == .forReports { speed.look(done: 0, at: now) }
  }

  /// When to look at the figures again.
  ///
  /// Before a report one look more shows whether anything has come since.
  func nextLook(after now: Instant) -> Instant {
    guard looks == .forReports else { return now + .milliseconds(100) }
    let before = nextReport - Self.longestSilence
    return now < before ? before : max(now + .milliseconds(100), nextReport)
  }

  /// Takes the figures of this moment.
  mutating func look(_ figures: RunFigures, at now: Instant) {
    let isNews = figures.rows != self.figures.rows || figures.answers != self.figures.answers
    if isNews || figures.wait?.until != nil { lastNews = now }
    self.figures = figures
    speed.look(done: figures.rows, at: now)
  }

  /// What the line shows.
  func figures(at now: Instant) -> ProgressFigures {
    let wait = wait(at: now)
    var left = speed.time(for: total - figures.rows)
    if let known = left, let rest = wait?.left { left = max(known, rest) }
    return ProgressFigures(
      done: figures.rows, total: total, failures: figures.notDone, perSecond: speed.perSecond,
      left: left, wait: wait, listing: figures.isListing ? figures.requests : nil)
  }

  /// The line for where nothing is redrawn, once a minute.
  mutating func report(at now: Instant) -> String? {
    guard now >= nextReport else { return nil }
    nextReport = now + Self.reportInterval
    return figures(at: now).sentence
  }

  private func wait(at now: Instant) -> ProgressFigures.Wait? {
    if let wait = figures.wait, let until = wait.until, until > now,
      wait.since.duration(to: until) >= Self.shortestWait
    {
      return ProgressFigures.Wait(what: wait.cause.words, left: now.duration(to: until))
    }
    guard lastNews.duration(to: now) >= Self.longestSilence else { return nil }
    return ProgressFigures.Wait(what: "an answer", left: nil)
  }
}

extension Wait.Cause {
  fileprivate var words: String {
    switch self {
    case .rateLimit: "rate limit"
    case .ownRate: "--rate"
    case .answer: "an answer"
    case .resend: "resend"
    }
  }
}
