// What a run has learned of the workspace it creates links in.

import Providers
import Synchronization

/// The default domain and the folders, learned once for all batches of a run.
final class Workspace: Sendable {
  private let sender: Sender
  private let list: (any FolderList)?
  private let domain = Mutex<String?>(nil)
  private let walk = Mutex<Task<Set<String>?, Never>?>(nil)

  /// No workspace has as many pages, but a broken server may go on for ever.
  private static let mostPages = 2_000

  /// Which links its rows have got.
  let claims = Claims()

  /// Finds links by key, where only a walk shows them.
  let keys: KeySearch?

  init(_ sender: Sender, _ provider: any Provider) {
    self.sender = sender
    list = provider.folders
    keys = provider.reading.walksForKeys ? KeySearch(sender, provider.reading) : nil
  }

  /// The domain that the provider chooses where a row names none, once an answer has shown it.
  var defaultDomain: String? { domain.withLock { $0 } }

  func learn(defaultDomain name: String) { domain.withLock { $0 = $0 ?? name } }

  /// The folder that a link names and that is not there.
  ///
  /// `nil` too when the folders cannot be read, which a key may not be allowed to: the provider then has
  /// the last word.
  func missingFolder(of link: NewLink) async -> String? {
    guard let list, let folder = list.folder(of: link), let known = await folders(list) else {
      return nil
    }
    return known.contains(folder) ? nil : folder
  }

  private func folders(_ list: any FolderList) async -> Set<String>? {
    let task = walk.withLock { walk in
      let task = walk ?? Task { [sender] in await Self.read(list, sender) }
      walk = task
      return task
    }
    return await task.value
  }

  private static func read(_ list: any FolderList, _ sender: Sender) async -> Set<String>? {
    var all: Set<String> = []
    for page in 1...mostPages {
      let exchange = await sender.exchange(list.request(page: page), resendsLost: true) {
        list.read($0)
      }
      guard case .content(let folders) = exchange.result else { return nil }
      all.formUnion(folders.ids)
      if folders.isLast { return all }
    }
    return nil
  }
}
