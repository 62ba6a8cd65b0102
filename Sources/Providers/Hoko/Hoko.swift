// Hoko (hoko.to): the provider's descriptor, its IDs and its envelope.

import HTTP
import Records

/// Hoko, whose links have UUIDs.
package struct Hoko: Provider {
  package let name = "hoko"
  package let title = "Hoko"
  package let baseURL: String? = "https://hoko.to"
  package let keyVariable = "HOKO_API_KEY"
  package let idForm = "UUIDs"
  package let habits = [
    Habit(
      "get",
      """
      an ID that begins with ext_ is an external ID; for more than 100 rows all links are listed, and those \
      that rows name are kept until they are printed.
      """),
    Habit("folder", "collections stand for folders."),
    Habit("verify", "one walk over all links of the account tells of every row."),
  ]
  package let deletion: (any Deletion)? = HokoDeletion()
  package let creation: (any Creation)? = HokoCreation()
  package let modification: (any Modification)? = HokoModification()
  /// Its list has no filter for anything else that a row has.
  package let upsertion: Upsertion? = Upsertion([.id, .externalID])
  package let reading: any Reading = HokoReading()
  package let keyCheck = KeyCheck(
    HTTPRequest(.get, "/api/links?take=1", isRepeatable: true),
    untold: [
      "whose workspace it is, which no call at Hoko tells",
      "whether the key may change links, which Hoko says when it refuses one",
      "how many links the plan has left",
    ]
  ) {
    $0.hokoAnswer { $0.hokoLinks.map { _ in KeyFindings() } }
  }

  package init() {}

  /// A UUID with hyphens and no braces, in lower case as in Hoko's own samples.
  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    guard UUIDText.number(text) != nil else {
      throw MistakenID.fault(
        text, at: title, "a UUID such as 550e8400-e29b-41d4-a716-446655440000")
    }
    return LinkID(text.lowercased())
  }

  package func isPlainID(_ bytes: Span<UInt8>) -> Bool { UUIDText.number(bytes) != nil }
}

/// A UUID's text as the number it stands for.
enum UUIDText {
  /// The 128 bits of `8-4-4-4-12` hexadecimal digits, `nil` for anything else.
  static func number(_ text: String) -> UInt128? { number(text.utf8.span) }

  /// The same of its bytes.
  static func number(_ text: Span<UInt8>) -> UInt128? {
    guard text.count == 36 else { return nil }
    var number: UInt128 = 0
    for index in text.indices {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard text[index] == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = digit(text[index]) else { return nil }
        number = number << 4 | UInt128(digit)
      }
    }
    return number
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}

extension ShownLink {
  /// A link as Hoko shows it; `nil` for an object without a UUID for its ID.
  ///
  /// The pages speak of a short URL and show no link with it; `shortUrl` is what their names of other members
  /// lead to.
  convenience init?(hoko link: JSONObject, in reply: Reply, raw: RawObject? = nil) {
    guard let id = link["id"]?.string, UUIDText.number(id) != nil else { return nil }
    self.init(
      id: id, externalID: link["externalId"]?.string, shortURL: link["shortUrl"]?.string,
      made: link["createdAt"]?.string, in: reply, object: link, raw: raw)
  }

  /// The members that this looks at.
  static let namesAtHoko = ["id", "externalId", "shortUrl", "createdAt"]
}

extension JSONObject {
  /// Whether a link shows something else than what was sent for it: texts that Hoko has no reason to write
  /// anew, and the URL as far as no rewriting explains it.
  func contradictsAtHoko(_ sent: JSONObject) -> Bool {
    if sent["externalId"]?.string != nil, self["externalId"] == .null { return true }
    if contradicts(sent, in: ["externalId", "tenantId", "collectionId", "partnerId"]) {
      return true
    }
    guard let url = sent["url"]?.string, let shown = self["url"]?.string else { return false }
    return EchoedURL.differ(shown, url)
  }
}

extension Reply {
  /// The links of an array that holds nothing else, `nil` for any other body.
  var hokoLinks: [ShownLink]? {
    guard let items = json?.array else { return nil }
    let links = items.compactMap(\.object).compactMap { ShownLink(hoko: $0, in: self) }
    return links.count == items.count ? links : nil
  }

  /// The same of a list whose links are mostly passed on.
  var hokoList: [ShownLink]? {
    links(knowing: ShownLink.namesAtHoko) { ShownLink(hoko: $0, in: self, raw: $1) }?.items
  }

  /// The error in Hoko's envelope, `nil` when the body is not one.
  ///
  /// The envelope is bilingual and has no machine-readable code, so the status makes one.
  var hokoRefusal: Refusal? {
    guard let envelope = json, let words = envelope["error"]?["en"]?.string else { return nil }
    let scopes = envelope["missingScopes"]?.array?.compactMap(\.string) ?? []
    let missing = scopes.isEmpty ? "" : " (\(scopes.joined(separator: ", ")))"
    return Refusal("http_\(status)", words + missing)
  }

  /// What a success holds; whatever else it is follows at any endpoint of Hoko from its status.
  func hokoAnswer<Content>(_ content: (Reply) -> Content?) -> Answer<Content> {
    guard isSuccess else { return hokoFailure() }
    return content(self).map { .content($0) } ?? .unreadable(self)
  }

  /// What follows from an answer that is no success, at any endpoint of Hoko.
  func hokoFailure<Content>() -> Answer<Content> {
    // The wait of a 429 stands in its body; seconds, the pages' sample being 60.
    if status == 429 { return .rateLimited(retryAfter: json?["retryAfter"]?.number?.double) }
    return .failure(self, hokoRefusal)
  }
}
