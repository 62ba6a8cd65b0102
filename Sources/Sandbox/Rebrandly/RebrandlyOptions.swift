// What is particular to the Rebrandly stand-in. What no page tells is a choice here, with its grade of evidence.

/// A domain of the account, which workspaces share.
package struct RebrandlyDomain: Sendable, Equatable {
  package var id: String
  package var name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// A tag of the account.
package struct RebrandlyTag: Sendable, Equatable {
  package var id: String
  package var name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }

  /// The tag of a number, from 1, that seeded links have.
  static func seeded(_ number: Int) -> RebrandlyTag {
    RebrandlyTag(
      id: "5a2db0c5a2db0c5a2db0c5a2db0c" + String(0x2000 + number, radix: 16),
      name: "Tag \(number)")
  }

  /// All the tags that seeded links have.
  static func seeded(_ shape: SeedShape) -> [RebrandlyTag] {
    (0..<max(0, shape.tags)).map { seeded($0 + 1) }
  }
}

/// What is particular to the Rebrandly stand-in.
package struct RebrandlyOptions: Sendable {
  /// What a change of the slashtag does: it never changes (B), and whether that is said is not documented.
  package enum SlashtagChange: String, Sendable, CaseIterable {
    case passedOver = "passed-over"
    case refused
  }

  /// What null does to a field, which is not documented.
  package enum Nulls: String, Sendable, CaseIterable {
    case refuse
    case clear
  }

  /// What a page does whose `last` link is gone, which is not documented.
  package enum LostLast: String, Sendable, CaseIterable {
    /// It goes on where the link was.
    case goesOn = "goes-on"
    /// It is empty, as at the end.
    case ends
    /// A 404.
    case notFound = "not-found"
  }

  package static let firstDomain = RebrandlyDomain(
    id: "5a2db0c5a2db0c5a2db0c5a2db0c0001", name: "go.example.com")
  package static let firstWorkspace = "5a2db0c5a2db0c5a2db0c5a2db0c1001"

  package var links: [SandboxLink] = []
  package var domains = [Self.firstDomain]
  /// The first is the main one, which requests that name none go to.
  package var workspaces = [Self.firstWorkspace]
  package var tags: [RebrandlyTag] = []
  /// Whether there is a bulk delete: the official client has it, a page of the vendor's denies it.
  package var hasBulkDelete = true
  /// Whether the plan has the bulk create of the high-volume host.
  ///
  /// The form of its answer is a guess.
  package var hasBulkCreate = false
  /// Whether the plan has notes, which are a link's description.
  package var hasNotes = true
  package var slashtagChange = SlashtagChange.passedOver
  package var nulls = Nulls.refuse
  package var lostLast = LostLast.goesOn
  /// Whether slashtags that differ in case alone are two: a guess.
  package var isCaseSensitive = true
  /// The links that the plan allows to be made, deleted ones included (C).
  package var quota: Int?

  package init() {}
}

extension RebrandlyOptions {
  static let choices: [SandboxChoice] = [
    .flag("rebrandly.bulk-delete", \.rebrandly.hasBulkDelete, "there is a bulk delete"),
    .flag("rebrandly.bulk-create", \.rebrandly.hasBulkCreate, "the plan has bulk creates"),
    .flag("rebrandly.notes", \.rebrandly.hasNotes, "the plan has descriptions"),
    .word("rebrandly.slashtag-change", \.rebrandly.slashtagChange, "what a new slashtag does"),
    .word("rebrandly.nulls", \.rebrandly.nulls, "what null does"),
    .word("rebrandly.lost-last", \.rebrandly.lostLast, "a page whose last link is gone"),
    .flag("rebrandly.case-sensitive", \.rebrandly.isCaseSensitive, "case tells slashtags apart"),
    .number("rebrandly.quota", \.rebrandly.quota, "links that may be made"),
  ]
}
