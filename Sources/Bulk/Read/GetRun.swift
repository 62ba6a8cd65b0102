// Reading the links that rows name, in the largest reads there are. A link that those do not show is looked for where they
// do not look, many at a time; where no read asks for single links, or rows are many, one list of all tells.

import Providers
import Records
import Synchronization

extension Engine {
  /// Reads the links that the rows of an input name; each result that is done has its link.
  package func get(
    _ planner: Planner<GetRows>, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    let getting = Getting(self, rows: options.rows)
    if getting.lists { await getting.list(for: planner, with: self) }
    var stretched = options
    // Each is some requests; two of them keep every slot busy.
    stretched.concurrency = 2
    stretched.isStretched = true
    let run = BulkRun<GetRows>(options: stretched, sender: sender, journal: nil) { batch in
      let outcomes = await getting.get(batch.items)
      return outcomes.map { Ruling($0, attempts: 1) }
    }
    return await run.run(planner, since: start, report: report)
  }
}

/// Reads links of one run; used by many tasks at once.
private final class Getting: Sendable {
  private let sender: Sender
  private let reading: any Reading
  private let looking: Looking
  /// Whether one list of all links tells of the rows.
  let lists: Bool
  private let places = OnceAsked<[String]?>()
  private let listed = Mutex<Listed?>(nil)

  /// The links of a list that rows name.
  private struct Listed {
    var links: [UInt128: ShownLink] = [:]
    var isWhole = false
  }

  init(_ engine: Engine, rows: Int) {
    sender = engine.sender
    reading = engine.provider.reading
    looking = Looking(
      sender: sender, provider: engine.provider, lanes: engine.options.concurrency, backup: nil)
    lists = rows > reading.fewestForListing
  }

  func get(_ ids: [LinkID]) async -> [Outcome] {
    if lists { return ids.map(listedOutcome) }
    var sights = await looking.look(for: ids, .atOnce)
    let missing = ids.indices.filter {
      if case .told(.notSeen) = sights.rows[$0] { true } else { false }
    }
    if !missing.isEmpty {
      let found = await lookInHiddenPlaces(for: missing.map { ids[$0] })
      sights.put(found, at: missing)
    }
    return sights.rows.map(outcome)
  }

  private func outcome(_ sight: Sight) -> Outcome {
    switch sight {
    case .told(.there(let link)) where link.isShown: Outcome(.unchanged, link: link)
    case .told(.there): Outcome(.failed, .notReadable)
    case .told(.notThere): Outcome(.notFound, .noSuchLink)
    case .told(.notSeen): Outcome(.notFound, .noReadableLink)
    case .untold(let why?): Outcome(.failed, why)
    case .untold(nil): .notAttempted
    }
  }

  /// Looks where the largest reads do not, as often as there are such places.
  private func lookInHiddenPlaces(for ids: [LinkID]) async -> Sights {
    var sights = Sights(.told(.notSeen), of: ids.count)
    guard let places = await hiddenPlaces() else { return sights }
    for place in places {
      let open = ids.indices.filter { sights.rows[$0].isThere != true }
      if open.isEmpty { break }
      let some = open.map { ids[$0] }
      sights.put(await looking.send(reading.reads(of: some, in: place), of: some.count), at: open)
    }
    return sights
  }

  private func hiddenPlaces() async -> [String]? {
    await places.answer { [sender, reading] in
      await sender.folders {
        reading.hiddenPlaces(page: $0)
      } read: {
        reading.readHiddenPlaces($0)
      }
    }
  }
}

extension Getting {
  /// Lists all links, and keeps those that rows name.
  func list(for planner: Planner<GetRows>, with engine: Engine) async {
    let lanes = Engine.pages(inFlight: engine.options.concurrency)
    guard let listing = reading.listing(LinkFilter(), lanes: lanes) else { return }
    var batches = planner
    var wanted: Set<UInt128> = []
    do throws(InputError) {
      while let batch = try await batches.next() {
        for id in batch.items { wanted.insert(LinkRoll.fingerprint(of: id.text)) }
      }
    } catch {
      return sender.stopSwitch.stop(.inputFailed(error))
    }
    var listed = Listed()
    let end = await engine.list(listing) { links in
      for link in links {
        for name in reading.names(of: link) {
          let print = LinkRoll.fingerprint(of: name)
          if wanted.contains(print) { listed.links[print] = link.alone }
        }
      }
      return true
    }
    listed.isWhole = end.stop == nil && end.doubts.isEmpty && end.refusals.isEmpty
    self.listed.withLock { $0 = listed }
  }

  private func listedOutcome(_ id: LinkID) -> Outcome {
    listed.withLock { listed in
      if let link = listed?.links[LinkRoll.fingerprint(of: id.text)] {
        return Outcome(.unchanged, link: link)
      }
      guard let listed, listed.isWhole else {
        return sender.stopped == nil ? Outcome(.failed, .notListed) : .notAttempted
      }
      return Outcome(.notFound, .noReadableLink)
    }
  }
}

extension Refusal {
  fileprivate static let noSuchLink = Refusal("not_found", "there is no such link")
  fileprivate static let noReadableLink = Refusal(
    "not_found", "there is no such link that this key can read")
  fileprivate static let notReadable = Refusal(
    "not_readable", "the link is there, and this key may not read it")
  fileprivate static let notListed = Refusal(
    "not_listed", "the list of all links could not be read to its end")
}
