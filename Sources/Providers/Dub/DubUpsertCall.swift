// Dub's own upsert, `PUT /links/upsert`: it takes the first link of the workspace whose stored URL is the
// row's for the same link, whatever its key and external ID are, and gives it those of the row
// (`upsert/route.ts`, dubinc/dub#3032). So it serves a match by URL and no other.

import HTTP
import Records

/// Upserting by URL at Dub, one row a request.
struct DubUpsertCall: UpsertCall, OneByOne {
  let way = "its own upsert"

  func request(for row: NewLink) -> HTTPRequest {
    HTTPRequest(.put, "/links/upsert", written: row.json, isRepeatable: false)
  }

  func read(_ reply: Reply, for row: NewLink) -> Answer<Report.Row> {
    let refusal = reply.dubRefusal
    switch (reply.status, refusal) {
    case (200..<300, _):
      guard let object = reply.json?.object, let link = ShownLink(dub: object, in: reply),
        Self.isOf(row, object)
      else { return .unreadable(reply) }
      return .content(.done(link, as: Self.status(of: link, reply)))
    case (403, .some(let why)): return Self.forbidden(why, reply)
    // A folder or tag that is not there, or a key or external ID that another link has.
    case (404, .some(let why)) where why.message.hasPrefix("Folder"), (409, .some(let why)):
      return .refused(why)
    case (404, .some(let why)), (410, .some(let why)): return .stop(.keyRefused(why))
    default: return .failure(reply, refusal)
    }
  }

  /// A missing permission is the key's; what else is forbidden is some row's domain, key, plan or folder.
  private static func forbidden(_ why: Refusal, _ reply: Reply) -> Answer<Report.Row> {
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
  private static func status(of link: ShownLink, _ reply: Reply) -> Status {
    guard let made = link.age, let changed = reply.age(ofDate: link.object["updatedAt"]?.string),
      made > .zero - doubtful
    else { return .updated }
    if made <= reply.sinceFirst + clocks { return .created }
    return min(made, changed) > reply.sinceFirst + doubtful ? .unchanged : .updated
  }

  /// What the clocks that write the two dates may differ by.
  private static let clocks = Duration.milliseconds(500)
  private static let doubtful = Duration.seconds(30)
}
