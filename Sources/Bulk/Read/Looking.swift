// Finding out which links are there by their IDs, in the largest reads that the provider has, and keeping them where
// that is asked for.

import Providers
import Records

/// What is spent on links that the largest reads do not show, where those may leave some out.
enum Thoroughness: Sendable {
  /// Nothing more.
  case atOnce
  /// What costs little: a read each for a few links, and one that tells whether anything is left out.
  case cheaply
  /// A read for each of them, unless nothing is left out.
  case exactly
}

/// Looks links up; used by many tasks at once.
struct Looking: Sendable {
  let sender: Sender
  let reading: any Reading
  /// How many requests may be in flight.
  let lanes: Int
  /// Where links that are shown are kept before anything is done to them.
  var backup: BackupFile?
  /// Whether the largest reads leave links out, of the whole run.
  private let gaps = OnceAsked<Bool>()

  init(sender: Sender, provider: any Provider, lanes: Int, backup: BackupFile?) {
    self.sender = sender
    reading = provider.reading
    self.lanes = lanes
    self.backup = backup
  }

  /// The same after something was done to links, when none is kept any more.
  var after: Looking {
    var after = self
    after.backup = nil
    return after
  }

  /// Up to so many links that the large reads did not show are read one by one, whatever else is known.
  private static let fewLinks = 5

  /// Looks links up now.
  func look(for ids: [LinkID], _ thoroughness: Thoroughness) async -> Sights {
    guard reading.readsByID else { return Sights(.untold(nil), of: ids.count) }
    var sights = await send(reading.reads(of: ids), of: ids.count)
    let notSeen = ids.indices.filter {
      if case .told(.notSeen) = sights.rows[$0] { true } else { false }
    }
    if thoroughness != .atOnce, !notSeen.isEmpty {
      let areFew = notSeen.count <= Self.fewLinks
      // What is to be kept has to be read itself, wherever it is.
      if !areFew, backup == nil, await !leavesLinksOut() {
        sights.isWhole = true
      } else if areFew || thoroughness == .exactly {
        sights.put(await lookExactly(for: notSeen.map { ids[$0] }), at: notSeen)
      }
    }
    if backup != nil { sights.refuseUnkept() }
    return sights
  }

  /// Whether the largest reads may leave links out; they may where it cannot be told.
  private func leavesLinksOut() async -> Bool {
    await gaps.answer { [sender, reading] in
      guard let request = reading.gaps else { return true }
      let exchange = await sender.read(request) { reading.readGaps($0) }
      guard case .content(let mayBe) = exchange.result else { return true }
      return mayBe
    }
  }

  /// Spends a read on each link, where the large reads may leave some out.
  func lookExactly(for ids: [LinkID]) async -> Sights {
    let exact = reading.exactReads(of: ids)
    return await send(exact.isEmpty ? reading.reads(of: ids) : exact, of: ids.count)
  }

  /// Sends some reads side by side.
  func send(_ reads: [LinkRead], of count: Int) async -> Sights {
    var sights = Sights(.untold(nil), of: count)
    for (read, rows) in await sideBySide(reads, lanes: lanes, { ($0, await send($0)) }) {
      sights.put(Sights(rows), at: read.places)
    }
    return sights
  }

  private func send(_ read: LinkRead) async -> [Sight] {
    let exchange = await sender.read(read.request) {
      reading.read($0, of: read)
    }
    guard case .content(let sightings) = exchange.result, sightings.count == read.ids.count else {
      return Array(repeating: .untold(exchange.refusal), count: read.ids.count)
    }
    if let backup {
      let links = sightings.compactMap(\.link).filter(\.isShown)
      guard sender.keep(links, in: backup) else {
        return Array(repeating: .untold(nil), count: read.ids.count)
      }
    }
    return sightings.map { .told($0) }
  }
}

extension Sender {
  /// Keeps links before they are touched; `false` when that cannot be, and then the run stops.
  func keep(_ links: [ShownLink], in backup: BackupFile) -> Bool {
    let code = backup.keep(links.map(\.object))
    if code != 0 { stopSwitch.stop(.backupFailed(code)) }
    return code == 0
  }
}

extension Sighting {
  /// The link, where it is there.
  var link: ShownLink? { if case .there(let link) = self { link } else { nil } }
}

extension Sights {
  /// Takes in what other reads told of the rows at some places.
  mutating func put(_ other: Sights, at places: [Int]) {
    for (index, place) in places.enumerated() where rows.indices.contains(place) {
      if other.rows.indices.contains(index) { rows[place] = other.rows[index] }
    }
  }

  /// Takes back that links may be touched which could not be kept.
  mutating func refuseUnkept() {
    for (index, row) in rows.enumerated() {
      switch row {
      case .told(.there(let link)) where !link.isShown: rows[index] = .untold(.notKept)
      case .told(.notSeen): rows[index] = .untold(.notKept)
      case .told, .untold: continue
      }
    }
  }
}

extension Refusal {
  static let notKept = Refusal(
    "not_backed_up", "the link could not be read, so it could not be kept and was left as it is")
}
