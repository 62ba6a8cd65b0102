// What is particular to the ShortPen stand-in.

/// A link of ShortPen beside the seeded ones.
package struct ShortPenLink: Sendable, Equatable, Identifiable {
  /// The workspace that seeded links lie in, which is the first of the organization.
  package static let firstWorkspace: Int64 = 1

  package var id: Int64
  /// One of the organization's workspaces; `nil` for a link of another organization.
  package var workspace: Int64?
  /// The part behind the domain; one made from the ID for `nil`.
  package var slug: String?
  /// The ID of its domain.
  package var domain: Int64

  /// What requests said of it besides, by the names that lists have.
  var fields = ShortPenFields()
  /// When it was made and changed; a time made from the ID for `nil`.
  var made: Timestamp?
  var changed: Timestamp?

  package init(
    id: Int64, workspace: Int64? = Self.firstWorkspace, slug: String? = nil,
    domain: Int64 = ShortPenDomain.first.id
  ) {
    self.id = id
    self.workspace = workspace
    self.slug = slug
    self.domain = domain
  }
}

/// A domain that links can be made at.
package struct ShortPenDomain: Sendable, Equatable {
  package static let first = ShortPenDomain(id: 1, name: "pen.example.com")

  package var id: Int64
  package var name: String
  package var isActive: Bool

  package init(id: Int64, name: String, isActive: Bool = true) {
    self.id = id
    self.name = name
    self.isActive = isActive
  }
}

/// A folder, a tag or a pixel.
package struct ShortPenResource: Sendable, Equatable {
  package var id: Int64
  package var name: String

  package init(id: Int64, name: String) {
    self.id = id
    self.name = name
  }
}

/// What is particular to the ShortPen stand-in.
package struct ShortPenOptions: Sendable {
  /// Links beside the seeded ones.
  package var links: [ShortPenLink] = []

  /// The organization's workspaces; the first is the default of lists.
  package var workspaces: [Int64] = [ShortPenLink.firstWorkspace, 2]

  /// The domains; the first is the default one, which requests must name all the same.
  package var domains = [ShortPenDomain.first]
  package var folders: [ShortPenResource] = []
  package var tags: [ShortPenResource] = []
  package var pixels: [ShortPenResource] = []

  /// After so many requests that change links, the plan is used up: a 429 that no waiting cures.
  package var quota: Int?

  /// What that 429 says.
  package var quotaWords =
    "You have reached your plan's monthly limit for links. Upgrade your plan to continue."

  package init() {}
}
