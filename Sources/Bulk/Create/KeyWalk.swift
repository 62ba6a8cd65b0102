// Finding links by their keys where only a walk over all links shows them: one walk for all who wait.

import Providers
import Records
import Synchronization

/// Looks for links by key; used by many batches at once.
///
/// Who comes while a walk is under way waits for the next one, since the pages that have passed are not
/// looked at again.
final class KeyWalk: Sendable {
  private struct State {
    var waiting: [(link: NewLink, answer: CheckedContinuation<CreateSettler.Found, Never>)] = []
    var isWalking = false
  }

  private let sender: Sender
  private let provider: any Provider
  private let state = Mutex(State())

  init(_ sender: Sender, _ provider: any Provider) {
    self.sender = sender
    self.provider = provider
  }

  /// What a walk that begins after this call shows of a link that has a key.
  func find(_ link: NewLink) async -> CreateSettler.Found {
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
      let found = await look(for: waiting.map(\.link))
      for (link, answer) in waiting { answer.resume(returning: found(link)) }
    }
  }

  private func next() -> [(link: NewLink, answer: CheckedContinuation<CreateSettler.Found, Never>)]?
  {
    state.withLock { state in
      defer { state.waiting = [] }
      if state.waiting.isEmpty { state.isWalking = false }
      return state.waiting.isEmpty ? nil : state.waiting
    }
  }

  /// One walk for links.
  ///
  /// That it does not meet a link proves little, but no two links can have one key, so nothing is made
  /// twice when it is sent again.
  private func look(for links: [NewLink]) async -> (NewLink) -> CreateSettler.Found {
    let wanted = Set(links.compactMap(\.key))
    let found = await sender.walk(provider) { wanted.contains($0) }
    return { [sender] in sender.found($0, among: found) }
  }
}

extension Sender {
  /// The links with keys that are wanted, as one walk over all links shows them; `nil` when it cannot be
  /// made.
  func walk(
    _ provider: any Provider, wanted: (LinkKey) -> Bool
  ) async -> [LinkKey: FoundLink]? {
    guard let listing = provider.listing() else { return nil }
    var found: [LinkKey: FoundLink] = [:]
    let walked = await walk(listing) { page in
      for (index, link) in page.objects.enumerated() {
        guard let key = provider.creation.key(of: link), wanted(key) else { continue }
        let age = page.ages.indices.contains(index) ? page.ages[index] : nil
        found[key] = FoundLink(link, age: age)
      }
      return true
    }
    return walked == nil ? nil : found
  }

  /// What such a walk tells of a link.
  func found(_ link: NewLink, among links: [LinkKey: FoundLink]?) -> CreateSettler.Found {
    guard let links else {
      let why = Refusal("not_listed", "the list of links, which would show it, cannot be read")
      return .unknown(stopped == nil ? why : nil)
    }
    return link.key.flatMap { links[$0] }.map { .there($0) } ?? .notThere
  }
}
