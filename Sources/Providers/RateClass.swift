// Limits that some operations of a provider share, beside those of the key.

/// A documented limit of its own, by a name that tells it from the provider's other ones.
package struct RateClass: Sendable, Equatable {
  package let name: String
  /// All of them hold.
  package let limits: [RateLimit]

  package init(_ name: String, _ limits: [RateLimit]) {
    self.name = name
    self.limits = limits
  }
}
