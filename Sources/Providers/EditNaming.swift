// By what an edit names its link, so that the order of rows holds where one link can be named in two ways.

/// The name that an edit gives to its link, and the one that the link has afterwards.
package struct EditNaming: Sendable, Equatable {
  /// Whether two names of different kinds are one link's nobody can tell without asking.
  package enum Kind: UInt8, Sendable {
    /// The ID that the provider gave, which a link keeps.
    case own = 1
    /// The ID that the user gave, which an edit can give to another link.
    case external = 2

    /// The kind that it is not.
    package var other: Kind { self == .own ? .external : .own }
  }

  package let kind: Kind
  /// Equal for texts that the provider takes for one name.
  package let name: String
  /// Whether the edit changes the external ID of its link.
  package let renames: Bool
  /// The external ID that the link has afterwards, as an edit names its link by it; `nil` where that is not
  /// known or there is none.
  package let after: LinkID?
  /// The same as a name.
  package let nameAfter: String?

  package init(
    _ kind: Kind, _ name: String, renames: Bool = false, after: LinkID? = nil,
    nameAfter: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.renames = renames
    self.after = after
    self.nameAfter = nameAfter
  }
}
