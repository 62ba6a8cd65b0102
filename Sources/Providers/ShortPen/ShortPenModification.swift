// Changing links at ShortPen: `PUT /v1/links` with one `url_id`, one link a request.

import HTTP
import Records

/// Changing links at ShortPen.
struct ShortPenModification: Modification, OneByOne {
  /// Arrays are documented for deletes only.
  let way = "no bulk call"
  let fields = ShortPenCreation.table(isCreation: false)
  let idField = "url_id"

  func request(for edit: Edit) -> HTTPRequest {
    // An ID of ShortPen's is a number, and the change, which is not empty, is written already.
    let body = [UInt8](#"{"url_id":\#(edit.id.text),"#.utf8) + edit.text.dropFirst()
    return HTTPRequest(.put, "/v1/links", written: body, isRepeatable: true)
  }

  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    guard reply.status == 404, let why = reply.shortPenRefusal else {
      return reply.shortPenAnswer { data in
        // As after a create, the short link stands for the link.
        guard let data = data.object, ShortPenShortLink(in: data)?.canBe(of: edit.change) == true
        else { return nil }
        return .done(ShownLink(shortPenAnswer: data))
      }
    }
    guard reply.shortPenNoMatch != nil else { return .unreadable(reply) }
    // It may be what the change names that is not there.
    let names = ["folder_id", "domain_id", "pixel_id", "workspace_id", "tag_ids"]
    return .content(names.contains { edit.change[$0] != nil } ? .refused(why) : .notFound(why))
  }

  /// The slug is the name by which the link was found, and the parameters are shown under another name; a
  /// password is not shown, so it is always sent.
  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    switch (field.name, field.value) {
    case ("custom_slug", _), ("domain_id", _): true
    case ("param", .object(let parameters)):
      (link["params"] ?? .null) == Self.stored(parameters)
    case ("url", .string(let sent)): link["url"]?.string.map { Self.isSameURL($0, sent) } ?? false
    default: link[field.name] == field.value
    }
  }

  func shownName(of field: String) -> String { field == "param" ? "params" : field }

  /// A missing scheme is added.
  static func isSameURL(_ stored: String, _ sent: String) -> Bool {
    Sameness.ofURLs(stored, sent) || Sameness.ofURLs(stored, "https://" + sent)
  }

  /// Parameters as they are stored: without those that are empty.
  private static func stored(_ parameters: JSONObject) -> JSONValue {
    let kept = parameters.members.filter { $0.value != "" && $0.value != .null }
    return kept.isEmpty ? .null : .object(JSONObject(kept))
  }
}
