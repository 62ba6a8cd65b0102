// Walks over all links of a workspace, and what is kept of them: of most links no more than that they were met.

import Providers
import Records

/// The links that a walk has met.
struct LinkRoll: Sendable {
  /// Among ten million links, two IDs have one fingerprint with a chance of one in 10^24.
  fileprivate private(set) var met: Set<UInt128> = []
  /// Whether one that it did not meet is not there.
  fileprivate(set) var isWhole = false
  /// Whether it has met as many as the provider counts, which are all that the key sees.
  fileprivate(set) var isFull = false

  fileprivate mutating func note(_ link: ShownLink) {
    if let id = link.id { met.insert(Self.fingerprint(of: id)) }
  }

  /// What the walk tells of a link.
  func sight(of id: LinkID) -> Sight {
    if met.contains(Self.fingerprint(of: id.text)) { return .told(.there(ShownLink(id: id.text))) }
    return .told(isWhole ? .notThere : .notSeen)
  }

  /// Of an ID without regard to case, as the providers that are walked over write theirs in either.
  static func fingerprint(of id: String) -> UInt128 {
    Fingerprint(of: id.utf8.lazy.map(\.lowered)).bits
  }
}

extension UInt8 {
  fileprivate var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension Sender {
  /// Walks over all links; `nil` where that is no way, when the walk fails, or when `visit` ends it.
  func walk(
    _ reading: any Reading, visit: ([ShownLink]) -> Bool = { _ in true }
  ) async -> LinkRoll? {
    guard let listing = reading.walk() else { return nil }
    var roll = LinkRoll()
    var run = ListRun(listing: listing, sender: self, stopsRun: false)
    let end = await run.run(lanes: slotCount) { links in
      for link in links { roll.note(link) }
      return visit(links)
    }
    guard !end.isCut, end.stop == nil, end.refusals.isEmpty else { return nil }
    let isAtRest = !end.sawChange && end.doubts.isEmpty
    roll.isWhole = isAtRest && reading.walksOverAll
    roll.isFull = !end.sawChange && end.total == roll.met.count
    return roll
  }
}

/// Whether, and how, links are looked up before they are touched.
enum Verification: Sendable {
  case none
  /// Each batch looks its own links up.
  case byLookUp
  /// A walk over all links is over and tells; what was to be kept is kept.
  case byWalk(LinkRoll)
}

extension Looking {
  /// Walks over all links where that is how they are looked up; the walk is over before any is touched.
  ///
  /// The links of the input are kept where there is a backup.
  func verification<Rows: RowPlan>(
    of planner: Planner<Rows>, _ id: (Rows.Item) -> LinkID
  ) async -> Verification {
    guard reading.walk() != nil else { return .byLookUp }
    var wanted: Set<UInt128> = []
    if backup != nil {
      do throws(InputError) {
        wanted = try await planner.fingerprints(id)
      } catch {
        sender.stopSwitch.stop(.inputFailed(error))
        return .none
      }
    }
    let roll = await sender.walk(reading) { links in
      guard let backup else { return true }
      let some = links.filter { link in
        link.id.map { wanted.contains(LinkRoll.fingerprint(of: $0)) } ?? false
      }
      return sender.keep(some, in: backup)
    }
    guard let roll else {
      sender.stopSwitch.stop(.listingFailed)
      return .none
    }
    return .byWalk(roll)
  }

  /// Which links are there before any is touched.
  func look(for ids: [LinkID], _ verification: Verification) async -> Sights {
    switch verification {
    case .none: return Sights(.untold(nil), of: ids.count)
    case .byLookUp: return await look(for: ids, .exactly)
    case .byWalk(let roll):
      // A link that the walk did not meet was not kept, and nothing may be sent for it.
      return Sights(
        ids.map { id in
          let sight = roll.sight(of: id)
          guard backup != nil, case .told(.notSeen) = sight else { return sight }
          return roll.isFull ? .told(.notThere) : .untold(.notKept)
        })
    }
  }
}

extension Planner {
  /// The fingerprints of the items of the whole input.
  fileprivate func fingerprints(
    _ id: (Rows.Item) -> LinkID
  ) async throws(InputError) -> Set<UInt128> {
    var batches = self
    var prints: Set<UInt128> = []
    while let batch = try await batches.next() {
      for item in batch.items { prints.insert(LinkRoll.fingerprint(of: id(item).text)) }
    }
    return prints
  }
}
