// Reading one link at Dub: `GET /links/info`.

import HTTP
import Records

/// One link by its ID or external ID.
struct DubLinkReader: LinkReader {
  private let lookUp = DubLookUp()

  func request(for id: LinkID) -> HTTPRequest {
    let name = id.hasPrefix(Dub.externalPrefix) ? "externalId" : "linkId"
    let target = "/links/info?\(name)=" + PercentEncoding.encode(id.text)
    return HTTPRequest(.get, target, isRepeatable: true)
  }

  func read(_ response: HTTPResponse, for id: LinkID) -> Answer<JSONObject?> {
    lookUp.read(response, of: LookUpRead([id], request(for: id))).flatMap { presence in
      guard case .there = presence[id] else { return .content(nil) }
      return response.json?.object.map { .content($0) } ?? .refused(.hiddenLink)
    }
  }
}

extension Refusal {
  /// The link is there, but the key may not read it.
  fileprivate static let hiddenLink = Refusal(
    "forbidden", "the link is in a folder that the key cannot read")
}
