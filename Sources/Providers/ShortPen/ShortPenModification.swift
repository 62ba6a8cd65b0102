// Changing links at ShortPen: `PUT /v1/links` with one `url_id`, one link a request.

import HTTP
import Records

/// Changing links at ShortPen.
struct ShortPenModification: Modification {
  /// Arrays are documented for deletes only.
  let limit = BatchLimit(links: 1)
  let way = "no bulk call"
  let fields = ShortPenCreation.table(isCreation: false)

  func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit {
    try fields.check(change, allowingUnknown: allowingUnknown)
    if change.members.isEmpty { throw .nothingToChange }
    if change["url_id"] != nil { throw .badValue(field: "url_id", reason: "names another link") }
    return Edit(id, change) { _ in nil }
  }

  func request(for edits: [Edit]) -> HTTPRequest {
    var body: JSONValue?
    if let edit = edits.first, let id = Int(edit.id.text) {
      body = .object(
        JSONObject([JSONObject.Member("url_id", .number(JSONNumber(id)))] + edit.change.members))
    }
    return HTTPRequest(.put, "/v1/links", json: body, isRepeatable: true)
  }

  func read(_ response: HTTPResponse, for edits: [Edit]) -> Answer<ModificationReport> {
    var report = ModificationReport()
    switch response.status {
    case 200..<300:
      // As after a create, the short link stands for the link.
      guard let edit = edits.first, let data = response.shortPenData?.object,
        ShortPenShortLink(in: data)?.canBe(of: edit.change) == true
      else { return .unreadable(response) }
      report.updated[edit] = data
      return .content(report)
    case 404 where response.shortPenNoMatch == nil && response.shortPenRefusal != nil:
      return .unreadable(response)
    case 404:
      guard let why = response.shortPenRefusal else { return response.shortPenFailure() }
      for edit in edits {
        // It may be what the change names that is not there.
        let names = ["folder_id", "domain_id", "pixel_id", "workspace_id", "tag_ids"]
        let namesOthers = names.contains { edit.change[$0] != nil }
        if namesOthers { report.refused[edit] = why } else { report.notFound[edit] = why }
      }
      return .content(report)
    default: return response.shortPenFailure()
    }
  }
}
