// The names that options, counters and fault rules use.

/// A provider that has a stand-in.
package enum SandboxProvider: String, Sendable, CaseIterable, Hashable {
  case dub
  case shortpen
  case hoko
  case yourls
  case shortio
  case shlink
  case kutt
  case rebrandly
  case bitly

  /// The path that the provider's own base address has, or the usual one of those that people host.
  package var basePath: String {
    switch self {
    case .dub, .shortpen, .hoko, .shortio: ""
    case .yourls: "/yourls-api.php"
    case .shlink: "/rest/v3"
    case .kutt: "/api/v2"
    case .rebrandly: "/v1"
    case .bitly: "/v4"
    }
  }
}

/// What a request asked for, by the provider's own paths.
package enum SandboxOperation: String, Sendable, CaseIterable, Hashable {
  /// The call that creates: the one for many links where a provider has one.
  case create
  /// The create of a single link where there is one for many.
  case createOne = "create-one"
  /// The call that changes: the one for many links where a provider has one.
  case update
  /// The change of a single link where there is one for many.
  case updateOne = "update-one"
  /// What gives a link another slug: YOURLS's change_keyword, Bitly's custom back-halves.
  case rename
  /// Dub's upsert by URL, YOURLS's save_by_keyword.
  case upsert
  /// The call that deletes: the one for many links where a provider has one.
  case delete
  /// The delete of a single link where there is one for many.
  case deleteOne = "delete-one"
  case list
  /// The look-up of a single link by ID.
  case get
  /// The look-up of a single link by slug: Dub's info, Short.io's and YOURLS's expand.
  case info
  /// The look-up of links by destination.
  case find
  /// How many links there are.
  case count
  case domains
  case folders
  /// The tags that there are, and putting one on a link where that is a call of its own.
  case tags
  /// Hoko's collections.
  case collections
  /// Bitly's groups.
  case groups
  /// Whose the key is.
  case me
  /// ShortPen's organization, domains, folders, tags and pixels; Bitly's limits.
  case resources
  /// What answers anybody: ShortPen's ping, YOURLS's version, the health of Shlink and Kutt.
  case ping
  /// Any other path or method.
  case other
}
