// A kind of request that a provider limits by itself, beside the limits of the key.

/// Requests that share limits of their own, as Short.io's bulk deletes do: one a second, whatever else goes.
///
/// The limits of the key itself belong to no class and hold for every request, those of classes too. A request is
/// of one class at most; operations that share limits name the same class.
package struct RateClass: Sendable, Equatable {
  /// Tells it from the provider's other classes: "bulk-delete".
  package let name: String
  /// What its requests may not exceed together; all of them hold at once, as one a second and one a minute.
  package let limits: [RateLimit]
  /// How many of its requests may be in flight, where the provider says so.
  package let atOnce: Int?

  package init(_ name: String, _ limits: RateLimit..., atOnce: Int? = nil) {
    self.init(name, limits: limits, atOnce: atOnce)
  }

  package init(_ name: String, limits: [RateLimit], atOnce: Int? = nil) {
    self.name = name
    self.limits = limits
    self.atOnce = atOnce
  }
}
