// Looking for links that may exist, each by a name that its row gives it.

import Providers

/// Searches for links; used by many tasks at once.
struct LinkSearch: Sendable {
  let sender: Sender
  let reading: any Reading
  let workspace: Workspace
  /// How many requests may be in flight.
  let lanes: Int

  init(_ sender: Sender, _ provider: any Provider, _ workspace: Workspace, lanes: Int) {
    self.sender = sender
    reading = provider.reading
    self.workspace = workspace
    self.lanes = lanes
  }

  /// Searches for links by their own names, side by side.
  func find(_ links: [NewLink]) async -> Sights {
    await find(links) { await find($0, by: $0.ownName) }
  }

  /// Searches for links in some way, side by side.
  func find(
    _ links: [NewLink], _ search: @escaping @Sendable (NewLink) async -> Sight
  ) async -> Sights {
    var sights = Sights(.untold(nil), of: links.count)
    let places = Array(links.indices)
    for (place, sight) in await sideBySide(
      places, lanes: lanes, { ($0, await search(links[$0])) })
    {
      sights.rows[place] = sight
    }
    return sights
  }

  /// Searches for one link by a name that it has.
  func find(_ link: NewLink, by name: MatchKey?) async -> Sight {
    if name == .key, let keys = workspace.keys { return await keys.find(link) }
    guard let name else { return .untold(nil) }
    var next = reading.search(for: link, by: name, domain: workspace.defaultDomain)
    var sight = Sight.untold(nil)
    for page in 1... {
      guard let request = next else { break }
      let exchange = await sender.read(request) { reading.readSearch($0, for: link, by: name) }
      guard case .content(let found) = exchange.result else { return .untold(exchange.refusal) }
      sight = .told(found)
      guard found == .notSeen else { break }
      next = reading.furtherSearch(for: link, by: name, page: page)
    }
    return sight
  }
}
