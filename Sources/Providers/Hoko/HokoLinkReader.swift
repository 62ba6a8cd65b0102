// Reading one link at Hoko: `GET /api/links?id=`.

import HTTP
import Records

/// One link by its ID.
struct HokoLinkReader: LinkReader {
  func request(for id: LinkID) -> HTTPRequest {
    HTTPRequest(.get, "/api/links?id=" + id.text, isRepeatable: true)
  }

  func read(_ response: HTTPResponse, for id: LinkID) -> Answer<JSONObject?> {
    switch response.status {
    case 200..<300:
      guard let links = response.hokoLinks ?? response.json?.hokoLink.map({ [$0] }) else {
        return .unreadable(response)
      }
      let link = links.first { $0["id"]?.string?.lowercased() == id.text }
      return link == nil && !links.isEmpty ? .refused(.filterIgnored) : .content(link)
    case 400 where response.hokoRefusal != nil: return .content(nil)
    default: return response.hokoFailure()
    }
  }
}
