// The providers that linkctl knows, each in one line.

/// All providers.
package enum ProviderList {
  /// Every provider, in the order in which they are named to users.
  package static let all: [any Provider] = [Dub(), Hoko(), ShortPen()]

  /// The provider of a name, compared without regard to case.
  package static func named(_ name: String) -> (any Provider)? {
    all.first { $0.name == name.lowercased() }
  }
}
