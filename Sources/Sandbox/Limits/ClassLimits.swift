// Limits that count different requests, one beside the other. Pure: time is an argument.

/// One documented limit and the requests that it counts.
package struct DocumentedLimit: Sendable {
  package var limit: RateLimit
  /// `nil` counts every request.
  package var operations: Set<SandboxOperation>?

  package init(_ limit: RateLimit, for operations: Set<SandboxOperation>? = nil) {
    self.limit = limit
    self.operations = operations
  }
}

/// How each key stands to each of a provider's limits.
package struct ClassLimits: Sendable {
  private struct Class {
    /// `nil` counts every request.
    var operations: Set<SandboxOperation>?
    var limits: KeyLimits

    func counts(_ operation: SandboxOperation) -> Bool { operations?.contains(operation) ?? true }
  }

  private var classes: [Class]

  /// A limit that was chosen counts all requests, in the place of all that are documented.
  package init(_ choice: LimitChoice, documented: [DocumentedLimit]) {
    classes =
      switch choice {
      case .none: []
      case .custom(let limit): [Class(limits: KeyLimits(choice, documented: limit))]
      case .provider:
        documented.map {
          Class(operations: $0.operations, limits: KeyLimits(choice, documented: $0.limit))
        }
      }
  }

  /// Counts a request of the key.
  ///
  /// The verdict is that of the limit which refuses, else of the one with the least left; `nil` where none
  /// counts the request. One that a later limit refuses stays counted by those before it.
  package mutating func admit(
    _ key: String, _ operation: SandboxOperation, at now: Timestamp
  ) -> RateVerdict? {
    var tightest: RateVerdict?
    for place in classes.indices where classes[place].counts(operation) {
      guard let rate = classes[place].limits.admit(key, at: now) else { continue }
      guard rate.verdict.isAllowed else {
        release(key, operation, upTo: place)
        return rate
      }
      if rate.verdict.remaining < tightest?.verdict.remaining ?? .max { tightest = rate }
    }
    return tightest
  }

  /// Gives back the places that an answered request held; only a limit of requests in flight minds.
  package mutating func release(_ key: String, _ operation: SandboxOperation) {
    release(key, operation, upTo: classes.endIndex)
  }

  private mutating func release(_ key: String, _ operation: SandboxOperation, upTo end: Int) {
    for place in 0..<end where classes[place].counts(operation) {
      classes[place].limits.release(key)
    }
  }
}
