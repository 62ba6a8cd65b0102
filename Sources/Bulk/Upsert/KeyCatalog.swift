// The links that the rows of an upsert name by key, where only a walk over all links shows them: one walk a
// run, over before the first link is made.

import Providers
import Records
import Synchronization

/// Finds links by key; used by all stretches of a run at once.
///
/// What the run makes itself is not shown, and is not asked for either: no two rows name one link.
final class KeyCatalog: Sendable {
  private let sender: Sender
  private let provider: any Provider
  /// The fingerprints of the keys that rows name, so that no other links are kept.
  private let wanted: NameTable
  private let walk = Mutex<Task<[LinkKey: FoundLink]?, Never>?>(nil)

  /// `nil` where the input cannot be read any more; the run then stops.
  init?(_ sender: Sender, _ provider: any Provider, _ planner: Planner<UpsertRows>) {
    self.sender = sender
    self.provider = provider
    var batches = planner
    var wanted = NameTable()
    do throws(InputError) {
      while let batch = try batches.next() {
        for case .find(let link) in batch.items.map(\.way) {
          if let key = link.key { wanted.set(Self.fingerprint(of: key), line: 1) }
        }
      }
    } catch {
      sender.stopSwitch.stop(.inputFailed(error))
      return nil
    }
    self.wanted = wanted
  }

  /// What the walk shows of a link that has a key; the first who asks begins it.
  func find(_ link: NewLink) async -> CreateSettler.Found {
    let task = walk.withLock { walk in
      let task =
        walk
        ?? Task { [sender, provider, wanted] in
          await sender.walk(provider) { wanted.line(of: Self.fingerprint(of: $0)) != nil }
        }
      walk = task
      return task
    }
    return sender.found(link, among: await task.value)
  }

  private static func fingerprint(of key: LinkKey) -> UInt64 {
    Repeats.fingerprint(of: [key.domain ?? "", key.key])
  }
}
