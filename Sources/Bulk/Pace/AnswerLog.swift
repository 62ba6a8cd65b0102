// When requests were answered: what is sent a window after that is surely outside of it, for the server had
// counted each of them by then.

/// The moments of the newest answers, oldest first.
struct AnswerLog: Sendable {
  typealias Instant = ContinuousClock.Instant

  private var moments: [Instant] = []
  private var first = 0

  /// The shortest time from a sending to its answer.
  private(set) var shortest: Duration?

  /// How much longer than the shortest they take, as a rule: by so much one request may overtake another.
  private(set) var excess = Duration.zero

  /// The way back of one and the way there of the next take at least this together: somewhat less than the
  /// shortest of those seen.
  ///
  /// So much before its answer came the server had counted a request.
  private var ways: Duration { max(.zero, (shortest ?? .zero) * 0.92 - excess) }

  /// How many there are.
  var count: Int { moments.count - first }

  /// Notes an answer and forgets all but the newest `most`.
  mutating func note(sentAt: Instant, now: Instant, keeping most: Int) {
    let took = sentAt.duration(to: now)
    shortest = min(shortest ?? took, took)
    excess = (excess * 15 + took - (shortest ?? took)) / 16
    moments.append(now)
    if count > most { first = moments.count - most }
    if first > 1024, first * 2 > moments.count {
      moments.removeFirst(first)
      first = 0
    }
  }

  /// The earliest moment at which one may be sent that the server counts at least `span` after the answer
  /// that has `newer` newer ones; `nil` where there is none.
  func moment(span: Duration, after newer: Int) -> Instant? {
    let index = moments.count - 1 - newer
    guard newer >= 0, index >= first else { return nil }
    return moments[index].advanced(by: span - ways)
  }

  /// How many were answered after that moment.
  func answers(after moment: Instant) -> Int {
    var (low, high) = (first, moments.count)
    while low < high {
      let middle = (low + high) / 2
      if moments[middle] > moment { high = middle } else { low = middle + 1 }
    }
    return moments.count - low
  }
}
