// Deleting at Dub: `DELETE /links/bulk?linkIds=a,b,ext_c`, up to 100, answered by a count.

import HTTP
import Records

/// Deleting links at Dub by ID and external ID, which may be mixed.
struct DubDeletion: Deletion {
  let limit = BatchLimit(links: 100, bytes: Dub.idBytes)
  let way = "by ID or external ID; answered by a count"

  /// A repeat is answered `{"deletedCount":0}`.
  let afterLoss = AfterLoss.resend

  /// Unknown IDs, links in folders that the key cannot write and root links of domains are passed over
  /// without a word, so a short count says nothing of any one link.
  let afterShortCount = AfterShortCount.lookUp

  func bytes(of id: LinkID) -> Int { Dub.listBytes(of: id) }

  func request(for ids: [LinkID]) -> HTTPRequest {
    HTTPRequest(.delete, "/links/bulk?linkIds=" + Dub.list(ids), isRepeatable: false)
  }

  func read(_ reply: Reply, for ids: [LinkID]) -> Answer<Report> {
    switch reply.status {
    case 200..<300:
      guard let count = reply.json?["deletedCount"]?.int64, let count = Int(exactly: count),
        (0...ids.count).contains(count)
      else { return .unreadable(reply) }
      return .content(Report(count: count, of: ids.count))
    case 404, 409, 410:
      // Unknown links are passed over, so these speak of the workspace that the key leads to.
      guard let refusal = reply.dubRefusal else { return .failure(reply, nil) }
      return .stop(.keyRefused(refusal))
    default: return .failure(reply, reply.dubRefusal)
    }
  }
}
