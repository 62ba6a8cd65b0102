// What the gate answers: to one who wants to send, and to a 429.

/// Whether a request may go now.
package enum Admission: Sendable, Equatable {
  /// It may, and is counted as sent.
  case go

  /// Ask again at that moment, or after the next answer, which may bring it forward.
  case wait(until: ContinuousClock.Instant, why: Reason)

  /// Ask again after the next answer or failure of a request in flight; there is one.
  case waitForAnswer(why: Reason)

  /// What is waited for.
  package enum Reason: Sendable, Equatable {
    /// The provider answered 429.
    case refused

    /// The rate headers show nothing left.
    case usedUp

    /// The limit that the provider documents.
    case documented

    /// The pace that the user set.
    case userRate

    /// The pace that 429s taught.
    case learnedPace

    /// Nothing is known yet and the first answer is still to come.
    case firstAnswer

    /// The provider takes no more at once.
    case concurrency
  }

  /// The one of two that holds longer: an answer that is missing has no known time.
  func stricter(_ other: Admission) -> Admission {
    switch (self, other) {
    case (.waitForAnswer, _): self
    case (_, .waitForAnswer): other
    case (.wait(let mine, _), .wait(let theirs, _)): mine >= theirs ? self : other
    case (.wait, .go): self
    case (.go, _): other
    }
  }
}

/// What a 429 did.
package enum GateVerdict: Sendable, Equatable {
  /// Nothing goes before then; the refused request may be asked for again.
  case closed(until: ContinuousClock.Instant)

  /// Waiting is no use: the run should stop.
  case giveUp(Reason)

  /// Why waiting is no use.
  package enum Reason: Sendable, Equatable {
    /// The provider asks for a wait longer than `--max-wait`.
    case asksTooLong(Duration)

    /// Nothing but 429s for longer than `--max-wait`.
    case nothingElse(for: Duration)
  }
}
