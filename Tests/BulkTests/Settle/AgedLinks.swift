import HTTP
import Providers
import Records

// Links that an answer shows as made a while before it.

extension ShownLink {
  /// A link that was made so long before the answer; `nil` where the answer does not tell.
  convenience init(
    id: String? = nil, key: LinkKey? = nil, externalID: String? = nil, age: Duration?,
    object: JSONObject = JSONObject()
  ) {
    // Anything but none is eleven days, which is older than any run here.
    let seconds = age.map { Int($0 / .seconds(1)) }
    let made = seconds.map { $0 > 0 ? "2026-11-17T12:00:00.000Z" : "2026-11-28T12:00:00.000Z" }
    let reply = Reply(
      HTTPResponse(status: 200, headers: ["Date": "Sat, 28 Nov 2026 12:00:00 GMT"]))
    self.init(
      id: id, key: key, externalID: externalID, made: made, in: reply, object: object)
  }

  /// The same link, made long before.
  var old: ShownLink {
    ShownLink(
      id: id, key: key, externalID: externalID, age: .seconds(1_000_000), object: object)
  }
}
