// The short link that ShortPen's answers show in place of an ID, and the slug in it.

import HTTP
import Records

/// A short link: an address with a path, which is the slug.
struct ShortPenShortLink: Sendable {
  /// As it stands in the address.
  let slug: String

  /// `nil` where an object shows none, or two: `short_url` is the older name of the same value.
  init?(in shown: JSONObject) {
    let shown = [shown["link"], shown["short_url"]].compactMap(\.self).filter { $0 != .null }
    guard let link = shown.first?.string, shown.allSatisfy({ $0 == shown.first }),
      let host = link.firstRange(of: "://")?.upperBound,
      let slash = link[host...].firstIndex(of: "/"), slash > host
    else { return nil }
    let slug = String(link[link.index(after: slash)...])
    guard !slug.isEmpty else { return nil }
    self.slug = slug
  }

  /// Whether it can be of a link that was asked for with these fields, which may name a slug.
  ///
  /// Which characters a slug may have is not documented, so one that is only written in another way, or cut
  /// off, is taken for the same; of letters outside ASCII nothing is said.
  func canBe(of sent: JSONObject) -> Bool {
    guard let asked = sent["custom_slug"]?.string, asked.utf8.allSatisfy({ $0 < 0x80 }) else {
      return true
    }
    let wanted = asked.lettersAndDigits
    let stored = (PercentEncoding.decode(slug) ?? slug).lettersAndDigits
    return wanted.isEmpty || stored == wanted
      || stored.count >= Self.shortestCut && wanted.hasPrefix(stored)
  }

  private static let shortestCut = 8
}
