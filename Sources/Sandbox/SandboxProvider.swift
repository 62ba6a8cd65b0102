// The names that options, counters and fault rules use.

/// A provider that has a stand-in.
package enum SandboxProvider: String, Sendable, CaseIterable, Hashable {
  case dub
  case shortpen
  case hoko
}

/// What a request asked for, by the provider's own paths.
package enum SandboxOperation: String, Sendable, CaseIterable, Hashable {
  /// The bulk delete.
  case delete
  /// Dub's delete of a single link.
  case deleteOne = "delete-one"
  case list
  /// Dub's look-up of a single link by ID.
  case get
  /// Dub's look-up of a single link by key, ID or external ID.
  case info
  /// ShortPen's account.
  case me
  /// ShortPen's organization and its workspaces.
  case resources
  case ping
  /// Any other path or method.
  case other
}
