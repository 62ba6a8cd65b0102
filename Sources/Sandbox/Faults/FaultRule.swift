// A fault on demand: which requests it befalls and what happens to them.

package import HTTP

/// One rule of misfortune.
package struct FaultRule: Sendable, Equatable {
  /// Which of the requests that a rule is about it befalls, counted from 1.
  package enum Choice: Sendable, Equatable {
    case all
    /// The Nth, 2Nth, 3Nth and so on.
    case every(Int)
    case first(Int)
    /// So many in a hundred, scattered; the same ones for the same seed.
    case percent(Int, seed: UInt64)
  }

  package enum Action: Sendable, Equatable {
    /// Nothing but the delay.
    case serve
    /// The connection closes without an answer.
    case close(acts: Bool)
    /// The connection closes without an answer; what was asked is done when so many more requests have come.
    case late(requests: Int)
    /// No answer ever comes.
    case hang(acts: Bool)
    /// This answer comes in place of the stand-in's.
    case answer(HTTPResponse, acts: Bool)
    /// The stand-in acts; its answer breaks off after so many bytes of its body, by default half.
    case cut(bodyBytes: Int?)
  }

  /// What must be so of a request for the rule to be about it; `nil` is anything.
  package var provider: SandboxProvider?
  package var operation: SandboxOperation?
  package var method: String?
  package var path: String?

  /// So many requests that the rule is about pass before it begins to choose.
  package var after = 0
  package var choice = Choice.all
  package var action: Action
  package var delay = Microseconds.zero

  package init(_ action: Action) {
    self.action = action
  }

  /// Whether the rule is about a request.
  package func concerns(
    _ request: IncomingRequest, operation: SandboxOperation, at provider: SandboxProvider
  ) -> Bool {
    (self.provider ?? provider) == provider && (self.operation ?? operation) == operation
      && (method ?? request.method) == request.method && path.map { $0 == request.path } ?? true
  }

  /// Whether the rule befalls the request with that number among those that it is about.
  package func befalls(_ number: Int) -> Bool {
    let number = number - after
    guard number > 0 else { return false }
    return switch choice {
    case .all: true
    case .every(let step): number.isMultiple(of: max(1, step))
    case .first(let count): number <= count
    case .percent(let percent, let seed):
      Scatter.mix(seed ^ Scatter.mix(UInt64(number))) % 100 < UInt64(max(0, percent))
    }
  }
}

/// The rules of one stand-in and how often each was asked.
struct FaultPlan: Sendable {
  private var rules: [(rule: FaultRule, seen: Int)]

  init(_ rules: [FaultRule]) {
    self.rules = rules.map { ($0, 0) }
  }

  /// The first rule that befalls a request; every rule that is about it counts it.
  mutating func fault(
    for request: IncomingRequest, operation: SandboxOperation, at provider: SandboxProvider
  ) -> FaultRule? {
    var found: FaultRule?
    for index in rules.indices
    where rules[index].rule.concerns(request, operation: operation, at: provider) {
      rules[index].seen += 1
      if found == nil, rules[index].rule.befalls(rules[index].seen) { found = rules[index].rule }
    }
    return found
  }
}
