// The providers that linkctl knows, each in one line.

import Synchronization

/// All providers.
package enum ProviderList {
  /// Those of linkctl itself, in the order in which they are named to users.
  private static let own: [any Provider] = [
    Dub(), Hoko(), ShortPen(), YOURLS(), Shlink(), Kutt(), ShortIO(), Rebrandly(),
    Bitly(),
  ]
  private static let others = Mutex<[any Provider]>([])

  /// Every provider.
  package static var all: [any Provider] { own + others.withLock { $0 } }

  /// Makes more providers known; for a program of one's own, before it runs its command.
  package static func add(_ providers: [any Provider]) { others.withLock { $0 += providers } }

  /// The provider of a name, compared without regard to case.
  package static func named(_ name: String) -> (any Provider)? {
    all.first { $0.name == name.lowercased() }
  }
}
