// What is particular to the Short.io stand-in. What no page tells is a choice here, with its grade of evidence.

/// A domain of the account.
package struct ShortIODomain: Sendable, Equatable {
  package var id: Int
  package var name: String
  /// Whether slugs that differ in case alone are two.
  package var isCaseSensitive: Bool

  package init(id: Int, name: String, isCaseSensitive: Bool = true) {
    self.id = id
    self.name = name
    self.isCaseSensitive = isCaseSensitive
  }
}

/// A folder of a domain.
package struct ShortIOFolder: Sendable, Equatable {
  package var id: String
  package var domain: Int
  package var name: String

  package init(id: String, domain: Int, name: String) {
    self.id = id
    self.domain = domain
    self.name = name
  }

  /// The ID of the folder of a number, from 1, that seeded links lie in.
  static func seededID(_ number: Int) -> String { "fold_seed_\(number)" }

  /// The folders that seeded links are spread over.
  static func seeded(_ shape: SeedShape, _ domain: ShortIODomain?) -> [ShortIOFolder] {
    (0..<max(0, shape.folders)).map { index in
      ShortIOFolder(
        id: seededID(index + 1), domain: (domain ?? ShortIOOptions.firstDomain).id,
        name: "Folder \(index + 1)")
    }
  }
}

/// What is particular to the Short.io stand-in.
package struct ShortIOOptions: Sendable {
  /// The order of a bulk create's answer, which is implied to be the request's and not promised (A).
  package enum Order: String, Sendable, CaseIterable {
    case kept
    case reversed
  }

  /// What IDs that the account does not have do to a bulk call, which is not documented.
  package enum UnknownIDs: String, Sendable, CaseIterable {
    /// 200 with `success: true`.
    case passedOver = "passed-over"
    /// 200 with `success: false`; the others are done.
    case reported
    /// 200 with `success: false`; nothing is done.
    case refused
    /// 404; nothing is done.
    case notFound = "not-found"
  }

  /// What null does to a field of an update: a guess that `others-2.md` marks as one.
  package enum Nulls: String, Sendable, CaseIterable {
    case clear
    case refuse
  }

  /// The form of answers that the schema leaves open: links of a destination, and folders.
  package enum OpenForm: String, Sendable, CaseIterable {
    case wrapped
    case bare
  }

  /// What `count` in a page of links counts, which the schema does not say.
  package enum Count: String, Sendable, CaseIterable {
    case page
    case total
  }

  package static let firstDomain = ShortIODomain(id: 101, name: "go.example.com")

  package var links: [SandboxLink] = []
  package var domains = [Self.firstDomain]
  package var folders: [ShortIOFolder] = []
  package var order = Order.kept
  package var unknownIDs = UnknownIDs.passedOver
  package var nulls = Nulls.clear
  package var openForm = OpenForm.wrapped
  package var count = Count.page
  /// Whether `FolderId` moves a link on update: the vendor's own action sends it, and no schema has it.
  package var movesFolders = false
  /// Whether the limit of bulk creates counts the other bulk calls too: the client's page says so, the
  /// documentation names creates alone.
  package var countsBulkTogether = false
  /// After so many bulk creates one answers an element too few: a client guards against it (C).
  package var shortAnswerAfter: Int?
  /// The links that the plan allows, beyond which creates are a 402.
  package var quota: Int?

  package init() {}
}

extension ShortIOOptions {
  static let choices: [SandboxChoice] = [
    .word("shortio.order", \.shortIO.order, "order of the answer to a bulk create"),
    .word("shortio.unknown-ids", \.shortIO.unknownIDs, "what unknown IDs do to bulk calls"),
    .word("shortio.nulls", \.shortIO.nulls, "what null does in an update"),
    .word("shortio.open-form", \.shortIO.openForm, "form of answers that no schema has"),
    .word("shortio.count", \.shortIO.count, "what the count of a page counts"),
    .flag("shortio.moves-folders", \.shortIO.movesFolders, "FolderId moves a link"),
    .flag(
      "shortio.counts-bulk-together", \.shortIO.countsBulkTogether,
      "all bulk calls share the limit of bulk creates"),
    .number(
      "shortio.short-answer-after", \.shortIO.shortAnswerAfter,
      "bulk creates before one answers an element too few"),
    .number("shortio.quota", \.shortIO.quota, "links that the plan allows"),
  ]
}
