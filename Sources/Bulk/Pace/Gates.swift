// The gate of a key, and under it one for each of the provider's rate classes.
//
// | what comes | of a request without a class | of a request of a class |
// | --- | --- | --- |
// | it wants to go | the key's gate must let it | its class's gate and the key's must both |
// | it goes, or no answer comes | the key's gate counts it | both count it |
// | rate headers | are the key's | are the class's; the key's where their limit is one that the key documents and the class does not |
// | a 429 | closes the key's gate: everyone waits | closes the class's, and the others go on; the key's where its headers are the key's |
// | 429s to two classes, nothing accepted between | | the key itself is refused: its gate closes too |
//
// `--rate` is the key's, and takes the place of every limit that is documented.

package import Providers

/// Paces a run that has one key and requests of several classes; holds no clock and never sleeps.
///
/// For each `go` exactly one of `answered`, `refused` and `failed` must follow, with its class and moment.
package struct Gates: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private struct ClassGate: Sendable {
    let name: String
    var gate: Gate
  }

  private var key: Gate
  private var classes: [ClassGate] = []
  private let documented: [RateLimit]
  private let isPacedByUser: Bool
  private let maxWait: Duration

  /// The classes that were refused since anything was accepted.
  private var refused: Set<String> = []

  /// Gates that know nothing of the provider but what it documents.
  ///
  /// - Parameters:
  ///   - documented: the key's own limits, kept until rate headers show the real ones.
  ///   - atOnce: how many requests of the key may be in flight.
  ///   - atMost: the user's own rate; it takes the place of what is documented and always holds.
  ///   - maxWait: the longest wait that the provider may ask for.
  package init(
    documented: [RateLimit], atOnce: Int? = nil, atMost: RateLimit?, maxWait: Duration
  ) {
    key = Gate(documented: documented, atOnce: atOnce, atMost: atMost, maxWait: maxWait)
    self.documented = documented
    isPacedByUser = atMost != nil
    self.maxWait = maxWait
  }

  /// Requests whose answer has not come.
  package var inFlight: Int { key.inFlight }

  /// Whether a request may go now; a `go` counts it as sent.
  package mutating func admit(_ rateClass: RateClass?, now: Instant) -> Admission {
    guard let rateClass else { return key.admit(now: now) }
    let index = index(of: rateClass)
    let admission = classes[index].gate.admission(now: now).stricter(key.admission(now: now))
    if admission == .go {
      classes[index].gate.sent(now: now)
      key.sent(now: now)
    }
    return admission
  }

  /// Takes any answer that was not a 429, to the request that went at `sentAt`.
  package mutating func answered(
    _ rateClass: RateClass?, _ hints: RateHints, sentAt: Instant, now: Instant
  ) {
    refused.removeAll()
    guard let rateClass else { return key.answered(hints, sentAt: sentAt, now: now) }
    let isKeys = isOfKey(hints, rateClass)
    let index = index(of: rateClass)
    classes[index].gate.answered(isKeys ? RateHints() : hints, sentAt: sentAt, now: now)
    key.answered(isKeys ? hints : RateHints(), sentAt: sentAt, now: now)
  }

  /// Takes a request that failed without an answer.
  package mutating func failed(_ rateClass: RateClass?, sentAt: Instant, now: Instant) {
    if let rateClass { classes[index(of: rateClass)].gate.failed(sentAt: sentAt, now: now) }
    key.failed(sentAt: sentAt, now: now)
  }

  /// Takes a 429: a gate closes for everyone who has to pass it, or waiting is no use.
  package mutating func refused(
    _ rateClass: RateClass?, _ hints: RateHints, sentAt: Instant, now: Instant,
    using generator: inout some RandomNumberGenerator
  ) -> GateVerdict {
    guard let rateClass else {
      return key.refused(hints, sentAt: sentAt, now: now, using: &generator)
    }
    let index = index(of: rateClass)
    guard !isOfKey(hints, rateClass) else {
      classes[index].gate.failed(sentAt: sentAt, now: now)
      return key.refused(hints, sentAt: sentAt, now: now, using: &generator)
    }
    let own = classes[index].gate.refused(hints, sentAt: sentAt, now: now, using: &generator)
    refused.insert(rateClass.name)
    guard refused.count > 1 else {
      key.failed(sentAt: sentAt, now: now)
      return own
    }
    return own.worse(key.refused(hints, sentAt: sentAt, now: now, using: &generator))
  }

  /// Whether headers on an answer to a class speak of the key's own limit.
  private func isOfKey(_ hints: RateHints, _ rateClass: RateClass) -> Bool {
    guard let limit = hints.limit else { return false }
    return documented.contains { $0.requests == limit }
      && !rateClass.limits.contains { $0.requests == limit }
  }

  /// The place of a class's gate, which is made where there was none.
  private mutating func index(of rateClass: RateClass) -> Int {
    if let index = classes.firstIndex(where: { $0.name == rateClass.name }) { return index }
    let gate = Gate(
      documented: isPacedByUser ? [] : rateClass.limits, atOnce: rateClass.atOnce, atMost: nil,
      maxWait: maxWait)
    classes.append(ClassGate(name: rateClass.name, gate: gate))
    return classes.count - 1
  }
}

extension GateVerdict {
  /// The one of two that is harder on the run.
  fileprivate func worse(_ other: GateVerdict) -> GateVerdict {
    switch (self, other) {
    case (.giveUp, _): self
    case (_, .giveUp): other
    case (.closed(let mine), .closed(let theirs)): mine >= theirs ? self : other
    }
  }
}
