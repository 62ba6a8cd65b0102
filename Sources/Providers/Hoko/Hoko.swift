// Hoko (hoko.to): the provider's descriptor, its IDs and its envelope.

package import HTTP
package import Records

/// Hoko, whose links have UUIDs.
package struct Hoko: Provider {
  package let name = "hoko"
  package let title = "Hoko"
  package let baseURL = "https://hoko.to"
  package let keyVariable = "HOKO_API_KEY"
  package let idForm = "UUIDs"
  package let rateWords = "its pages name none; learned from its headers"
  /// Its pages speak of `X-RateLimit-*` headers and name no number.
  package let rateLimit: RateLimit? = nil
  package let deletion: any Deletion = HokoDeletion()
  package let creation: any Creation = HokoCreation()
  package let folders: (any FolderList)? = nil
  package let modification: any Modification = HokoModification()
  package let upsertion: any Upsertion = HokoUpsertion()
  package let lookUp: (any LookUp)? = HokoLookUp()
  package let keyCheck: any KeyCheck = HokoKeyCheck()

  package init() {}

  package func authorize(_ request: inout HTTPRequest, with key: APIKey) {
    key.authorizeAsBearer(&request)
  }

  /// A UUID with hyphens and no braces, in lower case as in Hoko's own samples.
  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    guard UUIDText.number(text) != nil else {
      throw InvalidID(
        "is no Hoko ID, which is a UUID such as 550e8400-e29b-41d4-a716-446655440000")
    }
    return LinkID(text.lowercased())
  }

  /// The pages speak of a short URL and show no link with it; `shortUrl` is what their names of other members
  /// lead to.
  package func shown(_ link: JSONObject) -> ShownLink {
    ShownLink(link, shortLinkIn: ["shortUrl"])
  }

  package func links(in response: HTTPResponse) -> [JSONObject] {
    response.shownLinks(in: response.json)
  }

  package func listing() -> (any Listing)? { HokoListing() }
}

/// A UUID's text as the number it stands for.
enum UUIDText {
  /// The 128 bits of `8-4-4-4-12` hexadecimal digits, `nil` for anything else.
  static func number(_ text: String) -> UInt128? {
    guard text.utf8.count == 36 else { return nil }
    var number: UInt128 = 0
    for (index, byte) in text.utf8.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
        number = number << 4 | UInt128(digit)
      }
    }
    return number
  }
}

extension HTTPResponse {
  /// The error in Hoko's envelope, `nil` when the body is not one.
  ///
  /// The envelope is bilingual and has no machine-readable code, so the status makes one.
  var hokoRefusal: Refusal? {
    guard let envelope = json, let words = envelope["error"]?["en"]?.string else { return nil }
    let scopes = envelope["missingScopes"]?.array?.compactMap(\.string) ?? []
    let missing = scopes.isEmpty ? "" : " (\(scopes.joined(separator: ", ")))"
    return Refusal("http_\(status)", words + missing)
  }

  /// What follows from an answer that is no success, at any endpoint of Hoko.
  func hokoFailure<Content>() -> Answer<Content> {
    // The wait of a 429 stands in its body; seconds, the pages' sample being 60.
    if status == 429 { return .rateLimited(retryAfter: json?["retryAfter"]?.number?.double) }
    return .failure(self, hokoRefusal)
  }
}
