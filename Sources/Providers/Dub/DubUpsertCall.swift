// Dub's own upsert, `PUT /links/upsert`: it takes the first link of the workspace whose stored URL is the
// row's for the same link, whatever its key and external ID are, and gives it those of the row
// (`upsert/route.ts`, dubinc/dub#3032). So it serves a match by URL and no other.

import HTTP
import Records

/// Upserting by URL at Dub, one row a request.
struct DubUpsertCall: UpsertCall {
  func request(for link: NewLink) -> HTTPRequest {
    HTTPRequest(.put, "/links/upsert", json: .object(link.fields), isRepeatable: false)
  }

  func read(_ response: HTTPResponse, for row: NewLink, since: Duration) -> Answer<Outcome> {
    let refusal = response.dubRefusal
    switch (response.status, refusal) {
    case (200..<300, _):
      guard let link = response.json?.object, link["id"]?.string != nil, Self.isOf(row, link) else {
        return .unreadable(response)
      }
      return .content(Outcome(Self.status(of: link, response, since: since), link: link))
    case (403, .some(let why)): return Self.forbidden(why, response)
    // A folder or tag that is not there, or a key or external ID that another link has.
    case (404, .some(let why)) where why.message.hasPrefix("Folder"), (409, .some(let why)):
      return .refused(why)
    case (404, .some(let why)), (410, .some(let why)): return .stop(.keyRefused(why))
    default: return .failure(response, refusal)
    }
  }

  /// A missing permission is the key's; what else is forbidden is some row's domain, key, plan or folder.
  private static func forbidden(_ why: Refusal, _ response: HTTPResponse) -> Answer<Outcome> {
    if why.code == "exceeded_limit" || why.message.hasPrefix("You've reached your") {
      return .stop(.quotaUsedUp(why))
    }
    return why.message.contains("required permissions") ? .stop(.keyRefused(why)) : .refused(why)
  }

  /// Whether the link in an answer can be the row's; what became of its URL is Dub's to say.
  private static func isOf(_ row: NewLink, _ link: JSONObject) -> Bool {
    guard link["url"]?.string != nil else { return false }
    return row.externalID == nil || link["externalId"]?.string == row.externalID
  }

  /// Dates in headers have no fractions of seconds, and the way of an answer and the clocks of two machines
  /// take some more.
  let blur = Duration.seconds(2)

  /// What the dates of the link tell; the answer itself does not say what was done.
  ///
  /// A link that is seconds old may be of this request or of an earlier one, and its dates may be of
  /// another clock than the answer's: it is `updated`, which holds in both cases.
  private static func status(
    of link: JSONObject, _ response: HTTPResponse, since: Duration
  ) -> Status {
    guard let made = response.age(ofDate: link["createdAt"]?.string),
      let changed = response.age(ofDate: link["updatedAt"]?.string), made > .zero - doubtful
    else { return .updated }
    if made <= since + clocks { return .created }
    return min(made, changed) > since + doubtful ? .unchanged : .updated
  }

  /// What the clocks that write the two dates may differ by.
  private static let clocks = Duration.milliseconds(500)
  private static let doubtful = Duration.seconds(30)

  /// The list finds parts of URLs, archived links only when asked for, and those in folders too.
  func search(for link: NewLink) -> HTTPRequest? {
    guard let url = link.fields["url"]?.string, url.utf8.count <= 2_000 else { return nil }
    let text = PercentEncoding.encode(DubFields.asParsed(url: url))
    return HTTPRequest(
      .get, "/links?showArchived=true&pageSize=100&search=" + text, isRepeatable: true)
  }

  func readSearch(_ response: HTTPResponse, for link: NewLink) -> Answer<Bool> {
    guard response.status == 200 else { return .failure(response, response.dubRefusal) }
    guard let links = response.json?.array else { return .unreadable(response) }
    let url = DubFields.asParsed(url: link.fields["url"]?.string ?? "").lowercased()
    return .content(links.contains { $0["url"]?.string?.lowercased() == url })
  }
}
