// Dub's lists, and its refusals: `{"error":{"code":…,"message":…,"doc_url":…}}`.

import HTTP
import Records

extension Reply {
  /// The links of an array in which each has an ID, `nil` for any other body.
  var dubLinks: [ShownLink]? {
    guard let items = json?.array else { return nil }
    let links = items.compactMap(\.object).compactMap { ShownLink(dub: $0, in: self) }
    return links.count == items.count ? links : nil
  }

  /// The same of a list whose links are mostly passed on.
  var dubList: [ShownLink]? {
    links(knowing: ShownLink.namesAtDub) { ShownLink(dub: $0, in: self, raw: $1) }?.items
  }

  /// The error in Dub's envelope, `nil` when the body is not one.
  var dubRefusal: Refusal? {
    guard let error = json?["error"], let code = error["code"]?.string,
      let message = error["message"]?.string
    else { return nil }
    return Refusal(code, message)
  }

  /// Whether a 401 or 403 is about the link that was asked for, not about the key.
  ///
  /// Dub checks the key before it counts the request, so an answer that carries the rate headers is not
  /// about the key; where something on the way took them off, its words tell (`get-link-or-throw.ts`,
  /// and the folder checks).
  var dubSpeaksOfTheLink: Bool {
    let words = dubRefusal?.message ?? ""
    return headers["X-RateLimit-Limit"] != nil
      || words.hasPrefix("Link does not belong to workspace") || words.contains("this folder")
  }
}
