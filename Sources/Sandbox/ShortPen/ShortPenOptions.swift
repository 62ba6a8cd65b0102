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
  /// When a request made and changed it.
  var made: Timestamp?
  var changed: Timestamp?
  /// When a seeded link was made, where its ID does not say.
  var seeded: Timestamp?

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
  /// The workspace that it belongs to; `nil` for all of them.
  package var workspace: Int64?

  package init(id: Int64, name: String, workspace: Int64? = nil) {
    self.id = id
    self.name = name
    self.workspace = workspace
  }

  /// The folders of a workspace that its seeded links are spread over.
  static func seededFolders(_ shape: SeedShape, of workspace: Int64) -> [ShortPenResource] {
    (0..<max(0, shape.folders)).map { index in
      ShortPenResource(
        id: workspace &* 10_000 &+ Int64(index + 1), name: "Folder \(index + 1)",
        workspace: workspace)
    }
  }
}

/// The order of lists, which ShortPen does not document.
package enum ShortPenOrder: String, Sendable, CaseIterable {
  case oldest
  case newest
}

/// What is particular to the ShortPen stand-in.
package struct ShortPenOptions: Sendable {
  /// Links beside the seeded ones.
  package var links: [ShortPenLink] = []

  /// The organization's workspaces; the first is the default of lists.
  package var workspaces: [Int64] = [ShortPenLink.firstWorkspace, 2]

  /// Whether the seeded links lie in all workspaces, each having about as many, and not in the first alone.
  package var spreadsLinks = false

  package var order = ShortPenOrder.oldest

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

  /// The name of a domain; the first one's where there is none of that ID.
  func domainName(_ id: Int64) -> String {
    domains.first { $0.id == id }?.name ?? ShortPenDomain.first.name
  }
}
