// Looking for links that may exist, each by its external ID or key.

import Providers
import Records

extension CreateSettler {
  /// What a search for one link told.
  enum Found: Sendable {
    case there(FoundLink)
    case notThere
    /// It could not be asked for, or the read failed.
    case unknown(Refusal?)
  }

  /// Searches for links side by side and makes an outcome of what each search told, in the order of the
  /// rows: of two rows with one name the first has the link.
  func search(
    _ links: [NewLink], outcome: @Sendable (NewLink, Found) -> Outcome
  ) async -> NewOutcomes {
    let found = await sideBySide(links, lanes: lanes) {
      ($0, await search(for: $0, by: $0.ownName))
    }
    return NewOutcomes(
      uniqueKeysWithValues: found.sorted { $0.0.row < $1.0.row }.map { ($0, outcome($0, $1)) })
  }

  /// Searches for one link by a name that it has.
  func search(for link: NewLink, by name: MatchKey?) async -> Found {
    if name == .key, let walk = workspace.keyWalk { return await walk.find(link) }
    guard let name,
      let request = creation.search(for: link, by: name, domain: workspace.defaultDomain)
    else { return .unknown(nil) }
    let exchange = await sender.exchange(request, resendsLost: true) {
      creation.read($0, searchingFor: link, by: name)
    }
    guard case .content(let found) = exchange.result else { return .unknown(exchange.refusal) }
    return found.map { .there($0) } ?? .notThere
  }
}
