// What is particular to the Hoko stand-in.

import Records

/// A link of Hoko beside the seeded ones.
package struct HokoLink: Sendable, Equatable, Identifiable {
  package var id: HokoID
  package var externalID: String?
  /// Whether it belongs to another workspace than the sandbox's keys.
  package var isForeign: Bool
  /// What requests said of it beside ID and external ID, fields included that the stand-in does not know.
  var fields = JSONObject()
  var serial = 0
  /// When a request made and changed it.
  var made: Timestamp?
  var changed: Timestamp?
  /// When a seeded link was made, where its serial does not say.
  var seeded: Timestamp?

  package init(id: HokoID, externalID: String? = nil, isForeign: Bool = false) {
    self.id = id
    self.externalID = externalID
    self.isForeign = isForeign
  }
}

/// A collection of the sandbox's workspace, in which links lie.
package struct HokoCollection: Sendable, Equatable {
  /// The one that each workspace starts with.
  package static let first = HokoCollection(
    id: HokoID(high: 0x4000, low: 1 << 63 | 1), name: "Links")

  package var id: HokoID
  package var name: String

  package init(id: HokoID, name: String) {
    self.id = id
    self.name = name
  }

  /// The collections that seeded links are spread over, beside the first.
  static func seeded(_ shape: SeedShape) -> [HokoCollection] {
    (0..<max(0, shape.folders)).map { index in
      HokoCollection(
        id: HokoID(high: 0x4000, low: 1 << 63 | UInt64(index + 2)), name: "Collection \(index + 1)")
    }
  }
}

/// What is particular to the Hoko stand-in.
package struct HokoOptions: Sendable {
  /// What an ID that stands twice in one request does, which Hoko does not document.
  package enum Duplicates: String, Sendable, CaseIterable {
    /// The whole request is a 400.
    case refuse
    /// The link is deleted once, or changed twice.
    case accept
  }

  /// The documented limit of IDs in a request, which a plan may lower.
  package static let documentedMaximum = 10_000

  /// Links beside the seeded ones, in the order in which they were made.
  package var links: [HokoLink] = []
  package var collections = [HokoCollection.first]
  package var duplicates = Duplicates.refuse

  /// The most IDs or links that the plan lets one request carry.
  package var maximum = Self.documentedMaximum

  package init() {}
}
