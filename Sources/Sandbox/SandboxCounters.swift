// What a stand-in saw.

import HTTP

/// Counts since the start, of one provider.
package struct SandboxCounters: Sendable, Equatable {
  /// How a request ended.
  package enum Reply: Sendable, Hashable {
    case status(Int)
    /// The answer broke off inside its body.
    case cut
    /// The connection was closed without an answer.
    case closed
    /// The request was never answered.
    case hung
  }

  package private(set) var requests: [SandboxOperation: [Reply: Int]] = [:]

  /// The most requests that were unanswered at one time.
  package var mostInFlight = 0

  /// The links that were created, whether or not the answer said so.
  package var created: Int { tally.created }

  /// How often a link was changed, whether or not the answer said so.
  package var updated: Int { tally.updated }

  /// The links that were deleted, whether or not the answer said so.
  package var deleted: Int { tally.deleted }

  /// The links that another client added and deleted in between.
  package var addedByOthers: Int { others.created }
  package var deletedByOthers: Int { others.deleted }

  private var tally = LinkTally()
  private var others = LinkTally()

  package init() {}

  /// All requests, of one operation or of all.
  package func total(_ operation: SandboxOperation? = nil) -> Int {
    guard let operation else { return requests.keys.reduce(0) { $0 + total($1) } }
    return requests[operation]?.values.reduce(0, +) ?? 0
  }

  /// The requests that were answered with a status.
  package func count(of status: Int, _ operation: SandboxOperation? = nil) -> Int {
    guard let operation else {
      return requests.values.reduce(0) { $0 + ($1[.status(status)] ?? 0) }
    }
    return requests[operation]?[.status(status)] ?? 0
  }

  mutating func count(_ operation: SandboxOperation, _ form: Delivery.Form, _ tally: LinkTally) {
    let reply: Reply =
      switch form {
      case .whole(let response): .status(response.status)
      case .cut: .cut
      case .closed: .closed
      case .hung: .hung
      }
    requests[operation, default: [:]][reply, default: 0] += 1
    add(tally)
  }

  mutating func add(_ tally: LinkTally) { self.tally = self.tally + tally }

  mutating func addByOthers(_ tally: LinkTally) { others = others + tally }
}
