// Deleting at Hoko: `DELETE /api/links` with a bare array of UUIDs, all or nothing, up to 10,000.

import HTTP
import Records

/// Deleting links at Hoko by ID.
struct HokoDeletion: Deletion {
  /// A plan may take fewer, and how it says so is not documented: see the splitting of refused batches.
  let limit = BatchLimit(links: 10_000)
  let way = "all or nothing; answered by the IDs deleted"

  /// IDs that are not there are a 400, so a repeat of a delete that happened is refused whole.
  let afterLoss = AfterLoss.readBack

  func request(for ids: [LinkID]) -> HTTPRequest {
    let list = ids.map(\.text).joined(separator: "\",\"")
    return HTTPRequest(
      .delete, "/api/links", written: [UInt8]("[\"\(list)\"]".utf8), isRepeatable: false)
  }

  /// `deletedIds` comes in an order that is not documented, so it is read as a set; an ID that was not asked
  /// for shows that the answer is not to this request.
  func read(_ reply: Reply, for ids: [LinkID]) -> Answer<Report> {
    switch reply.status {
    case 200..<300:
      guard let items = reply.json?["deletedIds"]?.array else { return .unreadable(reply) }
      var places: [String: Int] = [:]
      for (place, id) in ids.enumerated() { places[id.text] = place }
      var report = Report(.untold, of: ids.count)
      for item in items {
        guard let place = places[item.string?.lowercased() ?? ""] else { return .unreadable(reply) }
        report.rows[place] = .done()
      }
      return .content(report)
    default: return reply.hokoFailure()
    }
  }

  /// Only a 400 in the words that Hoko's pages have for it speaks of the IDs, and it does not say which.
  ///
  /// The IDs that are sent are well-formed, so what is left of the causes of such a 400 is an ID that is not
  /// in the workspace.
  func refusedAlone(_ refusal: Refusal) -> Status? {
    refusal == Refusal("http_400", "Invalid request") ? .notFound : nil
  }
}
