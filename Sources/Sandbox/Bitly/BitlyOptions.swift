// What is particular to the Bitly stand-in. What no page tells is a choice here, with its grade of evidence.

/// What is particular to the Bitly stand-in.
package struct BitlyOptions: Sendable {
  /// How a rate limit is said: a 429 (A), or as some are a 403 with a reason in a header (C).
  package enum RateStatus: String, Sendable, CaseIterable {
    case tooMany = "429"
    case forbidden = "403"
  }

  /// What the keyword of a create becomes: an ID is `domain/hash` or `domain/keyword` (A).
  package enum Keywords: String, Sendable, CaseIterable {
    /// A further short link of one whose ID has a hash.
    case beside
    /// The ID's second half.
    case inID = "in-id"
  }

  /// What the keyword of a create does whose destination has a link, which is not documented.
  package enum KeywordOnExisting: String, Sendable, CaseIterable {
    case ignored
    case added
  }

  /// Which IDs a bulk change lists (A: those that were changed).
  package enum Changed: String, Sendable, CaseIterable {
    /// Those of links that are not now as they were.
    case different
    /// Those of all links that there are.
    case found
  }

  package static let firstDomain = "bit.ly"
  package static let firstGroup = "Bx5a2db0c5a"

  package var links: [SandboxLink] = []
  /// The domains that links can be made at, the usual one first.
  package var domains = [Self.firstDomain, "go.example.com"]
  /// The first is the user's own.
  package var groups = [Self.firstGroup]
  package var rateStatus = RateStatus.tooMany
  package var keywords = Keywords.beside
  package var keywordOnExisting = KeywordOnExisting.ignored
  package var changed = Changed.found
  /// Whether a bulk change must say its `action`, of which one source says so; its words were not to be seen, so any
  /// will do.
  package var needsAction = false
  /// Whether there is a delete: the client of 2025 has none.
  package var hasDelete = true
  /// Whether the account pays: others may not change a destination (C).
  package var isPaid = true
  /// What may be shortened in the month; changes of destinations count.
  package var quota: Int?

  package init() {}
}

extension BitlyOptions {
  static let choices: [SandboxChoice] = [
    .word("bitly.rate-status", \.bitly.rateStatus, "how a rate limit is said"),
    .word("bitly.keywords", \.bitly.keywords, "where the keyword of a create goes"),
    .word(
      "bitly.keyword-on-existing", \.bitly.keywordOnExisting,
      "what a keyword does where the destination has a link"),
    .word("bitly.changed", \.bitly.changed, "which IDs a bulk change lists"),
    .flag("bitly.needs-action", \.bitly.needsAction, "a bulk change must say its action"),
    .flag("bitly.delete", \.bitly.hasDelete, "there is a delete"),
    .flag("bitly.paid", \.bitly.isPaid, "destinations can be changed"),
    .number("bitly.quota", \.bitly.quota, "links that may be shortened in the month"),
  ]
}
