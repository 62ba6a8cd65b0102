// Finding out which links are there, in the largest reads that the provider has.

import Providers

extension Settler {
  /// What looking tells.
  enum Sight: Sendable {
    case known([LinkID: Presence])
    /// The reads failed.
    case unknown(Refusal)
    case stopped
  }

  /// Which links are there before any is deleted, `nil` when that is not asked for.
  func presence(of links: [LinkID]) async -> Sight? {
    switch verification {
    case .none: nil
    case .byLookUp: await look(for: links)
    case .byListing(let listing):
      .known(Dictionary(uniqueKeysWithValues: links.map { ($0, listing.presence(of: $0)) }))
    }
  }

  /// Looks links up now, the reads side by side.
  func look(for links: [LinkID]) async -> Sight {
    guard let lookUp else {
      return .unknown(Refusal("no_look_up", "the provider has no way to look links up"))
    }
    return await withTaskGroup(of: Sight.self) { group in
      var reads = lookUp.reads(for: links).makeIterator()
      for _ in 0..<lanes {
        if let read = reads.next() { group.addTask { await send(read, lookUp) } }
      }
      var all: [LinkID: Presence] = [:]
      while let sight = await group.next() {
        guard case .known(let some) = sight else { return sight }
        all.merge(some) { first, _ in first }
        if let read = reads.next() { group.addTask { await send(read, lookUp) } }
      }
      return .known(all)
    }
  }

  private func send(_ read: LookUpRead, _ lookUp: any LookUp) async -> Sight {
    let exchange = await sender.exchange(read.request, resendsLost: true) {
      lookUp.read($0, for: read.ids)
    }
    switch exchange.result {
    case .content(let presence): return .known(presence)
    case .refused(let why), .tooLarge(let why), .rejected(let why), .unsent(let why),
      .lost(let why):
      return .unknown(why)
    case .stopped: return .stopped
    }
  }
}
