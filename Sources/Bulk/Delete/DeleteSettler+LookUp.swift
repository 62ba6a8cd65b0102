// Finding out which links are there, in the largest reads that the provider has.

import Providers

/// What looking told; a link in neither was not looked up because the run stopped.
struct Sight: Sendable {
  var presence: [LinkID: Presence] = [:]
  /// Links whose read failed.
  var refused: [LinkID: Refusal] = [:]

  /// Takes in what other reads told, which is later and so more exact.
  mutating func add(_ other: Sight) {
    presence.merge(other.presence) { _, later in later }
    refused.merge(other.refused) { _, later in later }
  }

  /// Whether a link is there, `nil` when that is not known.
  func isThere(_ link: LinkID) -> Bool? {
    switch presence[link] {
    case .there: true
    case .notThere, .notSeen: false
    case nil: nil
    }
  }
}

extension DeleteSettler {
  /// Which links are there before any is deleted, `nil` when that is not asked for.
  func presence(of links: [LinkID]) async -> Sight? {
    switch verification {
    case .none: return nil
    case .byLookUp: return await look(for: links, exactly: true)
    case .byListing(let listing):
      var sight = Sight()
      for link in links { sight.presence[link] = listing.presence(of: link) }
      return sight
    }
  }

  /// Looks links up now; `exactly` spends a read on each link that the large reads did not show.
  func look(for links: [LinkID], exactly: Bool) async -> Sight {
    guard let lookUp else { return Sight() }
    var sight = await send(lookUp.reads(for: links), lookUp)
    if exactly {
      let notSeen = links.filter { sight.presence[$0] == .notSeen }
      sight.add(await send(lookUp.exactReads(for: notSeen), lookUp))
    }
    return sight
  }

  private func send(_ reads: [LookUpRead], _ lookUp: any LookUp) async -> Sight {
    var all = Sight()
    for sight in await sideBySide(reads, lanes: lanes, { await send($0, lookUp) }) {
      all.add(sight)
    }
    return all
  }

  private func send(_ read: LookUpRead, _ lookUp: any LookUp) async -> Sight {
    let exchange = await sender.exchange(read.request, resendsLost: true) {
      lookUp.read($0, for: read.ids)
    }
    if case .content(let presence) = exchange.result { return Sight(presence: presence) }
    guard let why = exchange.refusal else { return Sight() }
    return Sight(refused: Dictionary(read.ids.map { ($0, why) }) { first, _ in first })
  }
}
