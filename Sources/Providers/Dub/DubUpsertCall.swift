// Dub's own upsert, `PUT /links/upsert`: it takes the first link of the workspace whose stored URL is the
// row's for the same link, whatever its key and external ID are, and gives it those of the row
// (`upsert/route.ts`, dubinc/dub#3032). So it serves a match by URL and no other.

import HTTP
import Records

/// Upserting by URL at Dub, one row a request.
struct DubUpsertCall: UpsertCall {
  func request(for link: NewLink) -> HTTPRequest {
    var body: [UInt8] = []
    JSONValue.object(link.fields).write(to: &body)
    return HTTPRequest(
      .put, "/links/upsert", headers: ["Content-Type": "application/json"], body: body,
      isRepeatable: false)
  }

  func read(_ response: HTTPResponse, since: Duration) -> Answer<Outcome> {
    let refusal = response.dubRefusal
    switch (response.status, refusal) {
    case (200..<300, _):
      guard let link = response.json?.object, link["id"]?.string != nil else {
        return .unreadable(response)
      }
      return .content(Outcome(Self.status(of: link, response, since: since), link: link))
    // A folder or tag that is not there, or a key or external ID that another link has.
    case (404, .some(let why)) where why.message.hasPrefix("Folder"), (409, .some(let why)):
      return .refused(why)
    case (403, .some(let why)) where Self.isOfTheRow(why, response): return .refused(why)
    case (404, .some(let why)), (410, .some(let why)): return .stop(.keyRefused(why))
    default: return .failure(response, refusal)
    }
  }

  /// A missing permission is the key's; everything else that is forbidden is some row's domain, key, plan or
  /// folder.
  private static func isOfTheRow(_ why: Refusal, _ response: HTTPResponse) -> Bool {
    !why.message.contains("required permissions") && response.dubSpeaksOfTheLink
  }

  /// The answer does not say what was done, but when the link was made and last changed.
  ///
  /// Where it cannot be told by that, the row is `updated`: the link is as the row says.
  private static func status(
    of link: JSONObject, _ response: HTTPResponse, since: Duration
  ) -> Status {
    let isNew = { (name: String) in
      response.age(ofDate: link[name]?.string).map { $0 <= since + .clockSlack }
    }
    if isNew("createdAt") == true { return .created }
    return isNew("createdAt") == false && isNew("updatedAt") == false ? .unchanged : .updated
  }
}
