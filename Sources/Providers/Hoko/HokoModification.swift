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
    let links = edits.map { edit in
      JSONValue.object(
        JSONObject([JSONObject.Member("id", .string(edit.id.text))] + edit.change.members))
    }
    return HTTPRequest(.put, "/api/links", json: .array(links), isRepeatable: true)
  }

  func read(_ response: HTTPResponse, for edits: [Edit]) -> Answer<ModificationReport> {
    guard (200..<300).contains(response.status) else { return response.hokoFailure() }
    guard let links = response.hokoLinks, links.count == edits.count,
      zip(links, edits).allSatisfy({ $0["id"]?.string?.lowercased() == $1.id.text })
    else { return .unreadable(response) }
    var report = ModificationReport()
    // A link that says otherwise than its row is left out, and so sent again by itself.
    for (edit, link) in zip(edits, links) where !link.contradictsAtHoko(edit.change) {
      report.updated[edit] = link
    }
    return report.updated.isEmpty ? .unreadable(response) : .content(report)
  }
}
