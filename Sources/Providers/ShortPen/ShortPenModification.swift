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
    // An ID of ShortPen's is a number, and the change, which is not empty, is written already.
    let body = edits.first.map { [UInt8](#"{"url_id":\#($0.id.text),"#.utf8) + $0.text.dropFirst() }
    return HTTPRequest(
      .put, "/v1/links", headers: ["Content-Type": "application/json"], body: body ?? [],
      isRepeatable: true)
  }

  func read(_ reply: Reply, for edits: [Edit]) -> Answer<Report> {
    switch reply.status {
    case 200..<300:
      // As after a create, the short link stands for the link.
      guard let edit = edits.first, let data = reply.shortPenData?.object,
        ShortPenShortLink(in: data)?.canBe(of: edit.change) == true
      else { return .unreadable(reply) }
      return .content(Report([.done(ShownLink(shortPenAnswer: data))]))
    case 404 where reply.shortPenNoMatch == nil && reply.shortPenRefusal != nil:
      return .unreadable(reply)
    case 404:
      guard let why = reply.shortPenRefusal else { return reply.shortPenFailure() }
      // It may be what the change names that is not there.
      let names = ["folder_id", "domain_id", "pixel_id", "workspace_id", "tag_ids"]
      let namesOthers = names.contains { edits.first?.change[$0] != nil }
      return .content(Report(namesOthers ? .refused(why) : .notFound(why), of: edits.count))
    default: return reply.shortPenFailure()
    }
  }
}
