// Finding links by the keys of rows where only a walk over all links shows them.

import Providers
import Synchronization

/// The links with keys that are wanted, as one walk shows them; `nil` when it cannot be made.
typealias KeyedLinks = [LinkKey: ShownLink]

extension Sender {
  /// Walks over all links for some keys.
  func walk(_ reading: any Reading, wanted: (LinkKey) -> Bool) async -> KeyedLinks? {
    guard let walk = reading.walk() else { return nil }
    var found: KeyedLinks = [:]
    let roll = await self.walk(walk) { links in
      for link in links {
        guard let key = link.key, wanted(key) else { continue }
        found[key] = link
      }
      return true
    }
    return roll == nil ? nil : found
  }

  /// What such a walk tells of a row's link.
  ///
  /// That it does not meet a link proves little, but no two links can have one key, so nothing is made
  /// twice when it is sent again.
  func sight(of link: NewLink, among links: KeyedLinks?) -> Sight {
    guard let links else {
      let why = Refusal("not_listed", "the list of links, which would show it, cannot be read")
      return .untold(stopped == nil ? why : nil)
    }
    return .told(link.key.flatMap { links[$0] }.map { .there($0) } ?? .notThere)
  }
}

/// Looks for links by key; used by many batches at once.
///
/// Who comes while a walk is under way waits for the next one, since the pages that have passed are not
/// looked at again.
final class KeySearch: Sendable {
  private typealias Waiting = (link: NewLink, answer: CheckedContinuation<Sight, Never>)

  private struct State {
    var waiting: [Waiting] = []
    var isWalking = false
  }

  private let sender: Sender
  private let reading: any Reading
  private let state = Mutex(State())

  init(_ sender: Sender, _ reading: any Reading) {
    self.sender = sender
    self.reading = reading
  }

  /// What a walk that begins after this call shows of a link that has a key.
  func find(_ link: NewLink) async -> Sight {
    await withCheckedContinuation { answer in
      let begins = state.withLock { state in
        state.waiting.append((link, answer))
        defer { state.isWalking = true }
        return !state.isWalking
      }
      if begins { Task { await walk() } }
    }
  }

  /// Walks as long as somebody waits.
  private func walk() async {
    // Those who come at the same moment share the walk.
    try? await Task.sleep(for: .milliseconds(20))
    while let waiting = next() {
      let wanted = Set(waiting.compactMap(\.link.key))
      let found = await sender.walk(reading) { wanted.contains($0) }
      for (link, answer) in waiting {
        answer.resume(returning: sender.sight(of: link, among: found))
      }
    }
  }

  private func next() -> [Waiting]? {
    state.withLock { state in
      defer { state.waiting = [] }
      if state.waiting.isEmpty { state.isWalking = false }
      return state.waiting.isEmpty ? nil : state.waiting
    }
  }
}

/// Finds the links that the rows of an upsert name by key: one walk a run, over before the first link is made; used by
/// all stretches of a run at once.
///
/// What the run makes itself is not shown, and is not asked for either: no two rows name one link.
final class KeyCatalog: Sendable {
  private let sender: Sender
  private let reading: any Reading
  /// The fingerprints of the keys that rows name, so that no other links are kept.
  private let wanted: NameTable
  private let walk = Mutex<Task<KeyedLinks?, Never>?>(nil)

  init(_ sender: Sender, _ reading: any Reading, wanted keys: some Sequence<LinkKey>) {
    self.sender = sender
    self.reading = reading
    var wanted = NameTable()
    for key in keys { wanted.set(Self.fingerprint(of: key), line: 1) }
    self.wanted = wanted
  }

  /// What the walk shows of a link that has a key; the first who asks begins it.
  func find(_ link: NewLink) async -> Sight {
    let task = walk.withLock { walk in
      let task =
        walk
        ?? Task { [sender, reading, wanted] in
          await sender.walk(reading) { wanted.line(of: Self.fingerprint(of: $0)) != nil }
        }
      walk = task
      return task
    }
    return sender.sight(of: link, among: await task.value)
  }

  private static func fingerprint(of key: LinkKey) -> UInt64 {
    Repeats.fingerprint(of: [key.domain ?? "", key.key])
  }
}
