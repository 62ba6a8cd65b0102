// What a workspace of the Dub stand-in has: domains, tags, folders, a plan (Dub dossier, sections 1.4,
// 2 and 4).

import Records

/// A folder of the sandbox's workspace.
package struct DubFolder: Sendable, Equatable {
  /// What the sandbox's keys may do with the links in it.
  package enum Access: Sendable, Equatable {
    case write
    case read
    case none
  }

  package var id: String
  package var name: String
  package var access: Access
  /// A folder of type `mega`, which lists leave out unless it is asked for by name.
  package var isMega: Bool

  /// The name is the ID where none is given.
  package init(id: String, access: Access, isMega: Bool = false, name: String? = nil) {
    self.id = id
    self.name = name ?? id
    self.access = access
    self.isMega = isMega
  }
}

/// A tag of the sandbox's workspace.
package struct DubTag: Sendable, Equatable {
  package var id: String
  package var name: String
  package var color: String

  package init(id: String, name: String, color: String = "blue") {
    self.id = id
    self.name = name
    self.color = color
  }

  var shown: JSONValue { ["id": .string(id), "name": .string(name), "color": .string(color)] }
}

/// A plan of Dub's, which decides the rate limit and what links may have.
package enum DubPlan: String, Sendable, CaseIterable {
  case free
  case pro
  case business
  case advanced
  case enterprise

  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  var requestsPerMinute: Int {
    switch self {
    case .free: 60
    case .pro: 600
    case .business: 1200
    case .advanced, .enterprise: 3000
    }
  }

  var isProOrMore: Bool { self != .free }
  var isBusinessOrMore: Bool { isProOrMore && self != .pro }
}

/// Whose the keys of the sandbox are.
package enum DubRole: String, Sendable, CaseIterable {
  case member
  /// An owner or a machine user, whose folders a bulk create does not check.
  case owner
}

/// What is particular to the Dub stand-in.
package struct DubOptions: Sendable {
  /// Links beside the seeded ones, in the order in which they were made.
  package var links: [DubLink] = []
  package var folders: [DubFolder] = []
  package var tags: [DubTag] = []

  /// The IDs of the workspace's webhooks.
  package var webhooks: [String] = []

  /// The domains that the workspace owns; the first is its primary one.
  package var domains = [DubLink.domain]

  package var plan = DubPlan.pro
  package var role = DubRole.member

  /// The links that may be made in a month; `nil` for any number.
  package var quota: Int?

  /// How many of the folders that seeded links are spread over are of type `mega`, the last ones of them.
  package var megaFolders = 0

  /// How many of the seeded links, the last ones, came by an import: with new IDs and old dates.
  package var imported = 0

  /// Of the rows of bulk creates that name a key, every so many loses it to another request.
  package var lostRaceEvery: Int?

  package init() {}
}
