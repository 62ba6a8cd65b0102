// What is particular to the ShortPen stand-in.

/// A link of ShortPen beside the seeded ones.
package struct ShortPenLink: Sendable, Equatable, Identifiable {
  /// The workspace that seeded links lie in, which is the first of the organization.
  package static let firstWorkspace: Int64 = 1

  package var id: Int64
  /// One of the organization's workspaces; `nil` for a link of another organization.
  package var workspace: Int64?

  package init(id: Int64, workspace: Int64? = Self.firstWorkspace) {
    self.id = id
    self.workspace = workspace
  }
}

/// What is particular to the ShortPen stand-in.
package struct ShortPenOptions: Sendable {
  /// Links beside the seeded ones.
  package var links: [ShortPenLink] = []

  /// The organization's workspaces; the first is the default of lists.
  package var workspaces: [Int64] = [ShortPenLink.firstWorkspace, 2]

  /// After so many requests that change links, the plan is used up: a 429 that no waiting cures.
  package var quota: Int?

  package init() {}
}
