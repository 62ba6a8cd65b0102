// Changing links at Hoko: `PUT /api/links` with `id`, each link its own change, up to 10,000, answered in
// the order of the request.

import HTTP
import Records

/// Changing links at Hoko.
struct HokoModification: Modification {
  let limit = BatchLimit(links: 10_000)
  let way = "each its own change; all or nothing"
  let fields = HokoCreation.table(isCreation: false)

  func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit {
    try fields.check(change, allowingUnknown: allowingUnknown)
    if change.members.isEmpty { throw .nothingToChange }
    if change["id"] != nil { throw .badValue(field: "id", reason: "names another link") }
    return Edit(id, change) { _ in [] }
  }

  func request(for edits: [Edit]) -> HTTPRequest {
    // An ID of Hoko's needs no escaping, and the change, which is not empty, is written already.
    let links = edits.map { edit in
      [UInt8](#"{"id":"\#(edit.id.text)","#.utf8) + edit.text.dropFirst()
    }
    return HTTPRequest(.put, "/api/links", array: links, isRepeatable: true)
  }

  func read(_ reply: Reply, for edits: [Edit]) -> Answer<Report> {
    guard reply.isSuccess else { return reply.hokoFailure() }
    guard let links = reply.hokoLinks, links.count == edits.count,
      zip(links, edits).allSatisfy({ $0.id?.lowercased() == $1.id.text })
    else { return .unreadable(reply) }
    // A link that says otherwise than its row is left out, and so sent again by itself.
    let report = Report(
      zip(links, edits).map { link, edit in
        link.object.contradictsAtHoko(edit.change) ? .untold : .done(link)
      })
    return report.rows.contains { $0 != .untold } ? .content(report) : .unreadable(reply)
  }
}
