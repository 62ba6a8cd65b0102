// Rows whose slug or external ID another link has: they fail, are left out, or are created under another slug.

import Providers
import Records

/// What becomes of a row whose name is taken.
package enum OnConflict: String, Sendable, CaseIterable {
  case fail
  /// The row is left out.
  case skip
  /// The row gets a slug of its own: the one that it has and a number.
  case suffix

  /// Whether a row that was refused so is not done with: it is left out, or gets another slug.
  func leavesOpen(_ outcome: Outcome) -> Bool {
    self != .fail && outcome.status == .failed && outcome.detail?.code == "conflict"
  }
}

/// Settles creates, and what is to become of those whose names are taken; used by many batches at once.
struct Conflicts: Sendable {
  private let policy: OnConflict
  private let creation: any Creation
  private let search: LinkSearch
  private let settleAll: @Sendable (OpenBatch<NewLink>) async -> [Ruling]
  /// What shows the links of all rows in one walk.
  private let catalog: LinkCatalog?
  /// Whether somebody wants to know the links that are in the way.
  private let showsHolders: Bool

  /// Slugs end with these numbers, one after another.
  private static let numbers = 2...9

  init(
    _ policy: OnConflict, _ creation: any Creation, _ search: LinkSearch, _ catalog: LinkCatalog?,
    showsHolders: Bool, settle: @escaping @Sendable (OpenBatch<NewLink>) async -> [Ruling]
  ) {
    self.policy = policy
    self.creation = creation
    self.search = search
    self.catalog = catalog
    self.showsHolders = showsHolders
    settleAll = settle
  }

  /// What became of each link of a batch.
  func settle(_ batch: OpenBatch<NewLink>) async -> [Ruling] {
    if policy == .fail { return await settleAll(batch) }
    var rulings = [Ruling](repeating: Ruling(.notAttempted, attempts: 0), count: batch.items.count)
    var holders = await holdersBeforehand(of: batch)
    let free = batch.items.indices.filter { holders[$0] == nil }
    for (place, ruling) in zip(free, await settleAll(batch.part(free))) { rulings[place] = ruling }
    holders.merge(await holdersAfterwards(of: batch, rulings, wereSought: true)) { before, _ in
      before
    }
    var again: [Int] = []
    for (place, holder) in holders {
      if let outcome = outcome(of: batch.items[place], holder) {
        rulings[place].outcome = outcome
      } else {
        again.append(place)
      }
    }
    await rename(again.sorted(), of: batch, &rulings)
    return rulings
  }

  /// The links that have the names of rows, where a refusal would not tell of them, or not of them alone.
  private func holdersBeforehand(of batch: OpenBatch<NewLink>) async -> [Int: ShownLink?] {
    guard !creation.namesConflicts else { return [:] }
    let places = batch.items.indices.filter {
      !batch.doubtful[$0] && batch.items[$0].ownName != nil
    }
    let sights = await search.find(places.map { batch.items[$0] }) { link in
      if let catalog { return await catalog.find(link) }
      return await search.find(link, by: link.ownName)
    }
    var holders: [Int: ShownLink?] = [:]
    for (place, sight) in zip(places, sights.rows) {
      if case .told(.there(let link)) = sight { holders[place] = link }
    }
    return holders
  }

  /// The links for which rows were refused, as far as they are needed; rows that were refused for something else are
  /// left out.
  private func holdersAfterwards(
    of batch: OpenBatch<NewLink>, _ rulings: [Ruling], wereSought: Bool
  ) async -> [Int: ShownLink?] {
    // Where no refusal says that it is for another link, and nobody has looked.
    let isUntold = !creation.namesConflicts && !wereSought
    let refused = rulings.indices.filter { place in
      let outcome = rulings[place].outcome
      guard outcome.status == .failed, batch.items[place].ownName != nil else { return false }
      return outcome.detail?.code == "conflict" || isUntold
    }
    let isLooked = policy == .suffix || showsHolders || isUntold
    guard isLooked, !refused.isEmpty else {
      return Dictionary(uniqueKeysWithValues: refused.map { ($0, nil) })
    }
    var holders: [Int: ShownLink?] = [:]
    let sights = await search.find(refused.map { batch.items[$0] })
    for (place, sight) in zip(refused, sights.rows) {
      if case .told(.there(let link)) = sight {
        holders[place] = link
      } else if rulings[place].outcome.detail?.code == "conflict" {
        holders[place] = .some(nil)
      }
    }
    return holders
  }

  /// What is said of a row whose name a link has; `nil` where it is to get another one.
  private func outcome(of link: NewLink, _ holder: ShownLink?) -> Outcome? {
    if let holder, creation.isSame(holder, as: link), !creation.contradicts(holder, link) {
      return Outcome(.unchanged, Refusal("existed", "the very link was there"), link: holder)
    }
    if policy == .suffix, link.key != nil, slugField != nil { return nil }
    let status: Status = policy == .skip ? .skipped : .failed
    let words = "another link has the \(LinkOwnership.name(of: link))"
    return Outcome(status, Refusal("conflict", words))
  }

  private var slugField: String? { creation.fields.field(for: .slug)?.name }
}

extension Conflicts {
  /// Creates links under other slugs, as many times as there are numbers.
  ///
  /// A slug with a number that leads where the row asks for is taken for the row's own of an earlier run.
  private func rename(
    _ places: [Int], of batch: OpenBatch<NewLink>, _ rulings: inout [Ruling]
  ) async {
    var open = places
    for number in Self.numbers where !open.isEmpty {
      var renamed: [(place: Int, link: NewLink)] = []
      for place in open {
        if let link = link(batch.items[place], number) { renamed.append((place, link)) }
      }
      open = []
      let part = batch.part(renamed.map(\.link), at: renamed.map(\.place)) { _ in false }
      var settled = await settleAll(part)
      let holders = await holdersAfterwards(of: part, settled, wereSought: false)
      for (index, (place, link)) in renamed.enumerated() {
        if let holder = holders[index] {
          if let outcome = outcome(of: link, holder) {
            settled[index].outcome = outcome
          } else {
            open.append(place)
          }
        }
        rulings[place] = settled[index]
        rulings[place].tell(link, insteadOf: batch.items[place])
      }
    }
  }

  /// A row's link with a number behind its slug; `nil` where the provider takes no such slug.
  private func link(_ link: NewLink, _ number: Int) -> NewLink? {
    guard let slugField, let slug = link.fields[slugField]?.string else { return nil }
    let fields = link.fields.merging([slugField: .string("\(slug)-\(number)")])
    return try? creation.link(fields, row: link.row, allowingUnknown: true)
  }
}

extension Ruling {
  /// Says of a link that was made under which slug it was, and under which it was asked for.
  fileprivate mutating func tell(_ link: NewLink, insteadOf asked: NewLink) {
    guard outcome.status == .created, let new = link.key?.exact, let old = asked.key?.exact else {
      return
    }
    outcome.detail = Refusal("renamed", "another link has the key \(old); this one has \(new)")
  }
}

extension Engine {
  /// What shows which names of an input are taken, where it takes less to read all links than to look for each.
  func catalog(
    of planner: Planner<CreateRows>, _ creation: any Creation, _ policy: OnConflict
  ) async -> LinkCatalog? {
    let reading = provider.reading
    guard policy != .fail, !creation.namesConflicts, reading.walk() != nil else {
      return nil
    }
    guard reading.walksForKeys || options.rows > reading.fewestForListing else { return nil }
    var batches = planner
    var wanted = NameTable()
    do throws(InputError) {
      while let batch = try await batches.next() {
        for link in batch.items { LinkCatalog.note(link, in: &wanted) }
      }
    } catch {
      sender.stopSwitch.stop(.inputFailed(error))
      return nil
    }
    return LinkCatalog(sender, reading, wanted: wanted)
  }
}
