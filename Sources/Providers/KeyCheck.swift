// What a provider says of trying a key without changing anything.

package import HTTP
package import Records

/// Reads that show whether a key is taken, and whose it is.
package struct KeyCheck: Sendable {
  /// What the answer to a request tells.
  package typealias Read = @Sendable (Reply) -> Answer<KeyFindings>

  /// The reads, in the order in which they are sent.
  package private(set) var requests: [HTTPRequest]
  /// What they can tell, by the names that scripts know it by.
  package let facts: [KeyFindings.Kind]
  /// What no read can tell of a key there, a half sentence each.
  package let untold: [String]
  private var reads: [Read]

  package init(
    _ request: HTTPRequest, facts: [KeyFindings.Kind] = [], untold: [String] = [],
    read: @escaping Read
  ) {
    self.facts = facts
    requests = [request]
    self.untold = untold
    reads = [read]
  }

  /// The same with one more read.
  package func and(_ request: HTTPRequest, read: @escaping Read) -> KeyCheck {
    var check = self
    check.requests.append(request)
    check.reads.append(read)
    return check
  }

  /// What the answer to one of the requests tells.
  package func read(_ reply: Reply, of index: Int) -> Answer<KeyFindings> {
    reads.indices.contains(index) ? reads[index](reply) : .unreadable(reply)
  }
}

/// What is known of a key that was taken.
package struct KeyFindings: Sendable, Equatable {
  /// A sort of thing that tells whose key it is.
  package struct Kind: Sendable, Equatable {
    package let name: String
    /// Whether a key may have several, which have IDs.
    package let isList: Bool

    package init(_ name: String, isList: Bool = false) {
      self.name = name
      self.isList = isList
    }
  }

  /// Something that tells whose key it is; the name is one that scripts know it by.
  package struct Fact: Sendable, Equatable {
    package var name: String
    package var value: String
    /// The ID of what the value names, where it has one.
    package var id: JSONNumber?
  }

  /// What the plan allows of something, as far as the provider tells.
  package struct Quota: Sendable, Equatable {
    package var name: String
    package var limit: Int?
    package var used: Int?
    package var remaining: Int?
  }

  package var facts: [Fact] = []
  package var quotas: [Quota] = []
  /// What these answers left open, a half sentence each.
  package var untold: [String] = []

  package init() {}

  /// Adds a fact where there is one.
  package mutating func note(_ name: String, _ value: String?, id: JSONNumber? = nil) {
    guard let value, !value.isEmpty else { return }
    facts.append(Fact(name: name, value: String(value.prefix(500)), id: id))
  }

  /// Adds what further answers told.
  package mutating func add(_ other: KeyFindings) {
    facts += other.facts
    quotas += other.quotas
    untold += other.untold
  }
}
