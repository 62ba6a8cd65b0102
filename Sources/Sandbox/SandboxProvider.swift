// The names that options, counters and fault rules use.

/// A provider that has a stand-in.
package enum SandboxProvider: String, Sendable, CaseIterable, Hashable {
  case dub
  case shortpen
  case hoko
}

/// What a request asked for, by the provider's own paths.
package enum SandboxOperation: String, Sendable, CaseIterable, Hashable {
  /// The call that creates: Dub's bulk create, Hoko's POST, ShortPen's generate.
  case create
  /// Dub's create of a single link.
  case createOne = "create-one"
  /// The call that changes: Dub's bulk PATCH, Hoko's PUT, ShortPen's PUT and PATCH.
  case update
  /// Dub's change of a single link.
  case updateOne = "update-one"
  /// Dub's upsert by URL.
  case upsert
  /// The bulk delete.
  case delete
  /// Dub's delete of a single link.
  case deleteOne = "delete-one"
  case list
  /// Dub's look-up of a single link by ID.
  case get
  /// Dub's look-up of a single link by key, ID or external ID.
  case info
  /// Dub's count of links.
  case count
  /// Dub's domains.
  case domains
  /// Dub's folders.
  case folders
  /// Dub's tags.
  case tags
  /// Hoko's collections.
  case collections
  /// ShortPen's account.
  case me
  /// ShortPen's organization, domains, folders, tags and pixels.
  case resources
  case ping
  /// Any other path or method.
  case other
}
