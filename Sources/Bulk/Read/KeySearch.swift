// Finding links by the keys of rows where only a walk over all links shows them.

import Providers
import Records
import Synchronization

/// The links with keys that are wanted, as one walk shows them; `nil` when it cannot be made.
typealias KeyedLinks = [LinkKey: ShownLink]

extension Sender {
  /// Walks over all links for some keys.
  func walk(_ reading: any Reading, wanted: (LinkKey) -> Bool) async -> KeyedLinks? {
    var found: KeyedLinks = [:]
    let roll = await walk(reading) { links in
      for link in links {
        guard let key = link.key, wanted(key) else { continue }
        found[key] = link.alone
      }
      return true
    }
    return roll == nil ? nil : found
  }

  /// What is said of a link where the list that would show it cannot be read.
  var unlisted: Sight {
    let why = Refusal("not_listed", "the list of links, which would show it, cannot be read")
    return .untold(stopped == nil ? why : nil)
  }

  /// What such a walk tells of a row's link.
  ///
  /// That it does not meet a link proves little, but no two links can have one key, so nothing is made
  /// twice when it is sent again.
  func sight(of link: NewLink, among links: KeyedLinks?) -> Sight {
    guard let links else { return unlisted }
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
