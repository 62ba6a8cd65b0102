// Dub's folders: `GET /folders`, 50 a page; they are read as links are, by their IDs.

import HTTP
import Records

/// The folders that a bulk create may name.
///
/// For keys of owners and machine users the bulk create takes any folder ID without looking, and stores the
/// link where no list and no single-link call finds it again (`app/api/links/bulk/route.ts`). So the IDs are
/// looked over here.
struct DubFolders: FolderList {
  static let pageSize = 50

  func request(page: Int) -> HTTPRequest {
    HTTPRequest(.get, "/folders?page=\(page)&pageSize=\(Self.pageSize)", isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<FolderPage> { read(reply) { _ in true } }

  /// Those of a page that somebody asks for.
  func read(_ reply: Reply, where isWanted: (ShownLink) -> Bool) -> Answer<FolderPage> {
    let refusal = reply.dubRefusal ?? reply.unexpected
    switch reply.status {
    case 200:
      guard let folders = reply.dubLinks else { return .unreadable(reply) }
      let ids = folders.filter(isWanted).compactMap(\.id)
      return .content(FolderPage(ids: ids, isLast: folders.count < Self.pageSize))
    // A fault, or a rate limit, is no refusal to show them.
    case 408, 425, 429, 500...: return .failure(reply, reply.dubRefusal)
    default: return .refused(refusal)
    }
  }

  func folder(of link: NewLink) -> String? {
    link.fields["folderId"]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }
}
