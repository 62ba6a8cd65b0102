// Deleting at ShortPen: `DELETE /v1/links` with `{"url_id":[…]}`, best effort, answered by a count.

import HTTP
import Records

/// Deleting links at ShortPen by ID.
struct ShortPenDeletion: Deletion {
  /// The largest array is not documented; 100 is the largest page that its list has.
  let limit = BatchLimit(links: 100)
  let way = "unknown IDs are passed over; answered by a count"

  /// A repeat ends in a lower count or a 404, not in harm.
  let afterLoss = AfterLoss.resend

  /// No endpoint reads links by ID, but a 404 says that none of the IDs matched.
  let afterShortCount = AfterShortCount.resend

  func request(for ids: [LinkID]) -> HTTPRequest {
    let list = ids.map(\.text).joined(separator: ",")
    return HTTPRequest(
      .delete, "/v1/links", written: [UInt8]("{\"url_id\":[\(list)]}".utf8), isRepeatable: false)
  }

  func read(_ reply: Reply, for ids: [LinkID]) -> Answer<Report> {
    switch reply.status {
    case 200..<300:
      guard let count = reply.shortPenData?["deleted"]?.int64, let count = Int(exactly: count),
        (0...ids.count).contains(count)
      else { return .unreadable(reply) }
      return .content(Report(count: count, of: ids.count))
    case 404 where reply.shortPenNoMatch != nil: return .content(Report(count: 0, of: ids.count))
    // In its form, but of another status: it tells nothing of the links.
    case 404 where reply.shortPenRefusal != nil: return .unreadable(reply)
    default: return reply.shortPenFailure()
    }
  }
}
