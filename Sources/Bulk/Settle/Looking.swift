// Finding out which links are there, in the largest reads that the provider has, and keeping them where that
// is asked for.

import Providers
import Records

/// What looking told; a link in neither was not looked up because the run stopped.
struct Sight: Sendable {
  var presence: [LinkID: Presence] = [:]
  /// Links whose read failed.
  var refused: [LinkID: Refusal] = [:]
  /// The links that were shown, by their IDs.
  var shown: Set<LinkID> = []
  /// Whether the reads leave no link out, so that one that was not seen is not there.
  var isWhole = false

  /// Takes in what other reads told, which is later and so more exact.
  mutating func add(_ other: Sight) {
    presence.merge(other.presence) { _, later in later }
    refused.merge(other.refused) { _, later in later }
    shown.formUnion(other.shown)
  }

  /// Takes in what reads of some links told, in the place of what is known of them.
  mutating func put(_ other: Sight, for links: [LinkID]) {
    for link in links { presence[link] = nil }
    add(other)
  }

  /// Whether a link is there, `nil` when that is not known.
  func isThere(_ link: LinkID) -> Bool? {
    switch presence[link] {
    case .there: true
    case .notThere, .notSeen: false
    case nil: nil
    }
  }

  /// Whether the provider has told of each of these links that it is there, or that it is not.
  func isProof(for links: [LinkID]) -> Bool {
    links.allSatisfy { link in
      switch presence[link] {
      case .there, .notThere: true
      case .notSeen: isWhole
      case nil: false
      }
    }
  }

  /// Takes back that links may be touched which could not be kept.
  mutating func refuseUnkept() {
    for (link, presence) in presence {
      switch presence {
      case .there(let own) where !shown.contains(own): refused[link] = .notKept
      case .notSeen: refused[link] = .notKept
      case .there, .notThere: continue
      }
      self.presence[link] = nil
    }
  }
}

extension Refusal {
  fileprivate static let notKept = Refusal(
    "not_backed_up", "the link could not be read, so it could not be kept and was left as it is")
}

/// What is spent on links that the largest reads do not show, where those may leave some out.
enum Thoroughness: Sendable {
  /// Nothing more.
  case atOnce
  /// What costs little: a read each for a few links, and one that tells whether anything is left out.
  case cheaply
  /// A read for each of them, unless nothing is left out.
  case exactly
}

/// Looks links up.
struct Looking: Sendable {
  let sender: Sender
  let provider: any Provider
  /// How many requests may be in flight.
  let lanes: Int
  /// Where links that are shown are kept before anything is done to them.
  var backup: BackupFile?
  /// Of the whole run.
  private let gaps = Gaps()

  init(sender: Sender, provider: any Provider, lanes: Int, backup: BackupFile?) {
    self.sender = sender
    self.provider = provider
    self.lanes = lanes
    self.backup = backup
  }

  /// Up to so many links that the large reads did not show are read one by one, whatever else is known.
  private static let fewLinks = 5

  /// Looks links up now.
  func look(for links: [LinkID], _ thoroughness: Thoroughness) async -> Sight {
    guard let lookUp = provider.lookUp else { return Sight() }
    var sight = await send(lookUp.reads(for: links), lookUp)
    let notSeen = links.filter { sight.presence[$0] == .notSeen }
    if thoroughness != .atOnce, !notSeen.isEmpty {
      let areFew = notSeen.count <= Self.fewLinks
      // What is to be kept has to be read itself, wherever it is.
      if !areFew, backup == nil, await !gaps.mayBe(in: lookUp, sender) {
        sight.isWhole = true
      } else if areFew || thoroughness == .exactly {
        sight.put(await lookExactly(for: notSeen), for: notSeen)
      }
    }
    if backup != nil { sight.refuseUnkept() }
    return sight
  }

  /// Spends a read on each link, where the large reads may leave some out.
  func lookExactly(for links: [LinkID]) async -> Sight {
    guard let lookUp = provider.lookUp else { return Sight() }
    return await send(lookUp.exactReads(for: links), lookUp)
  }

  private func send(_ reads: [LookUpRead], _ lookUp: any LookUp) async -> Sight {
    var all = Sight()
    for sight in await sideBySide(reads, lanes: lanes, { await send($0, lookUp) }) {
      all.add(sight)
    }
    return all
  }

  private func send(_ read: LookUpRead, _ lookUp: any LookUp) async -> Sight {
    let exchange = await sender.exchange(read.request, resendsLost: true) { response in
      lookUp.read(response, of: read).map { presence in
        (presence, backup == nil ? [] : provider.links(in: response))
      }
    }
    guard case .content((let presence, let links)) = exchange.result else {
      guard let why = exchange.refusal else { return Sight() }
      return Sight(refused: Dictionary(read.ids.map { ($0, why) }) { first, _ in first })
    }
    guard let backup else { return Sight(presence: presence) }
    let code = backup.keep(links)
    guard code == 0 else {
      sender.stopSwitch.stop(.backupFailed(code))
      return Sight()
    }
    let shown = links.compactMap { $0["id"]?.string }.map { LinkID($0) }
    return Sight(presence: presence, shown: Set(shown))
  }
}

/// Whether, and how, links are looked up before they are touched.
enum Verification: Sendable {
  case none
  /// Each batch looks its own links up.
  case byLookUp
  /// A walk over all links is over and tells; what was to be kept is kept.
  case byListing(any Listing, isBackup: Bool)
}

extension Looking {
  /// Walks over all links where that is how they are looked up; the walk is over before any is touched.
  ///
  /// `wanted` are the links of the input, which are kept where there is a backup.
  func verification<Rows: RowPlan>(
    of planner: Planner<Rows>, _ id: (Rows.Item) -> LinkID
  ) async -> Verification {
    guard let listing = provider.listing() else { return .byLookUp }
    var wanted: Set<UInt128> = []
    if backup != nil {
      do throws(InputError) {
        wanted = try planner.numbers { listing.number(of: id($0)) }
      } catch {
        sender.stopSwitch.stop(.inputFailed(error))
        return .none
      }
    }
    guard let walked = await sender.walk(listing, visit: { keep($0, wanted) }) else {
      sender.stopSwitch.stop(.listingFailed)
      return .none
    }
    return .byListing(walked, isBackup: backup != nil)
  }

  /// Keeps the links of a page that are wanted; `false` when that cannot be.
  private func keep(_ page: ListingPage, _ wanted: Set<UInt128>) -> Bool {
    guard let backup else { return true }
    let links = zip(page.links, page.objects).filter { wanted.contains($0.0) }.map(\.1)
    let code = backup.keep(links)
    if code != 0 { sender.stopSwitch.stop(.backupFailed(code)) }
    return code == 0
  }

  /// Which links are there before any is touched, `nil` when that is not asked for.
  func presence(of links: [LinkID], _ verification: Verification) async -> Sight? {
    switch verification {
    case .none: return nil
    case .byLookUp: return await look(for: links, .exactly)
    case .byListing(let listing, let isBackup):
      var sight = Sight()
      for link in links {
        let presence = listing.presence(of: link)
        sight.presence[link] = presence
        if case .there(let own) = presence { sight.shown.insert(own) }
      }
      if isBackup { sight.refuseUnkept() }
      return sight
    }
  }
}

extension Planner {
  /// The numbers that the items of the whole input stand for.
  fileprivate func numbers(
    _ number: (Rows.Item) -> UInt128?
  ) throws(InputError) -> Set<UInt128> {
    var batches = self
    var numbers: Set<UInt128> = []
    while let batch = try batches.next() {
      for item in batch.items { if let number = number(item) { numbers.insert(number) } }
    }
    return numbers
  }
}
