// What is particular to the Hoko stand-in.

/// A link of Hoko beside the seeded ones.
package struct HokoLink: Sendable, Equatable, Identifiable {
  package var id: HokoID
  package var externalID: String?
  /// Whether it belongs to another workspace than the sandbox's keys.
  package var isForeign: Bool
  var serial = 0

  package init(id: HokoID, externalID: String? = nil, isForeign: Bool = false) {
    self.id = id
    self.externalID = externalID
    self.isForeign = isForeign
  }
}

/// What is particular to the Hoko stand-in.
package struct HokoOptions: Sendable {
  /// What an ID that stands twice in one delete does, which Hoko does not document.
  package enum Duplicates: String, Sendable, CaseIterable {
    /// The whole request is a 400.
    case refuse
    /// The link is deleted once.
    case accept
  }

  /// The documented limit of IDs in a request, which a plan may lower.
  package static let documentedMaximum = 10_000

  /// Links beside the seeded ones, in the order in which they were made.
  package var links: [HokoLink] = []
  package var duplicates = Duplicates.refuse

  /// The most IDs that the plan lets one delete carry.
  package var maximum = Self.documentedMaximum

  package init() {}
}
