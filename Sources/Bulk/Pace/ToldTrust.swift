// How far what the headers say is believed, after what acceptances and refusals have shown of it.

/// What was learned of a provider's headers by going as they say.
struct ToldTrust: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// How much later than told a window opens: transit, and clocks that disagree.
  private(set) var lateness = Duration.milliseconds(20)

  /// When the window should have ended that was found still shut.
  private var foundShut: Instant?

  /// How much slower than told room is believed to come back evenly.
  private(set) var slowness = 1.0

  /// Refusals in a row where a kind saw room, and how often a kind was given up for them.
  private var gradualRefusals = 0
  private(set) var disproofs = 0

  /// Requests accepted since the last refusal, since the kind was told, and how many refusals in a row came
  /// after too few.
  private var passes = 0
  private var passesOfKind = 0
  private(set) var doubts = 0

  /// Whether a kind in which room comes back little by little may be believed again.
  var mayBelieve: Bool { disproofs < 2 }

  /// Whether the last refusal took the belief away.
  var isDisproved: Bool { gradualRefusals > 1 }

  /// Whether the kind has not proved itself yet.
  var isNew: Bool { passesOfKind < 2 }

  /// Another kind is believed in from now on.
  mutating func begins() { passesOfKind = 0 }

  /// An accepted request restores trust in how room comes back.
  mutating func accepted(sentAt: Instant, limit: Int, length: Duration) {
    if let foundShut {
      lateness = max(lateness, min(foundShut.duration(to: sentAt), length / 2, .seconds(3)))
      self.foundShut = nil
    }
    slowness = max(1, slowness * 0.98)
    passes += 1
    passesOfKind += 1
    if passes * 2 >= limit { gradualRefusals = 0 }
  }

  /// `foundShut` is the end of the window where the request was sent after it, and refused.
  mutating func refused(limit: Int, foundShut end: Instant?, kind: ToldKind) {
    doubts = passes * 4 < limit ? doubts + 1 : 0
    passes = 0
    if let end { foundShut = foundShut ?? end }
    guard kind.isGradual else { return }
    if kind == .own { lateness = min(lateness * 1.5, .seconds(1)) }
    slowness = min(5, slowness * 1.25)
    gradualRefusals += 1
    if gradualRefusals > 1 { disproofs += 1 }
  }
}
