// What a run has learned of the workspace it creates links in.

import HTTP
import Providers
import Synchronization

/// The default domain and the folders, learned once for all batches of a run.
final class Workspace: Sendable {
  private let sender: Sender
  private let list: (any FolderList)?
  private let domain = Mutex<String?>(nil)
  private let folders = OnceAsked<Set<String>?>()

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
    guard let list, let folder = list.folder(of: link), let known = await folders(of: list) else {
      return nil
    }
    return known.contains(folder) ? nil : folder
  }

  private func folders(of list: any FolderList) async -> Set<String>? {
    await folders.answer { [sender] in
      await sender.folders {
        list.request(page: $0)
      } read: {
        list.read($0)
      }.map { Set($0) }
    }
  }
}

extension Sender {
  /// No workspace has as many pages, but a broken server may go on for ever.
  private static let mostPages = 2_000

  /// The folders of all pages, as far as there are requests for them; `nil` where one cannot be read.
  func folders(
    _ request: (Int) -> HTTPRequest?, read: @Sendable (Reply) -> Answer<FolderPage>
  ) async -> [String]? {
    var all: [String] = []
    for page in 1...Self.mostPages {
      guard let request = request(page) else { return all }
      let exchange = await self.read(request, read)
      guard case .content(let folders) = exchange.result else { return nil }
      all += folders.ids
      if folders.isLast { return all }
    }
    return nil
  }
}
