// Trying a key at Hoko: one link of `GET /api/links`, which names no workspace.

import HTTP
import Records

struct HokoKeyCheck: KeyCheck {
  let requests = [HTTPRequest(.get, "/api/links?take=1", isRepeatable: true)]

  let untold = [
    "whose workspace it is, which no call at Hoko tells",
    "whether the key may change links, which Hoko says when it refuses one",
    "how many links the plan has left",
  ]

  func read(_ response: HTTPResponse, of index: Int) -> Answer<KeyFindings> {
    guard (200..<300).contains(response.status) else { return response.hokoFailure() }
    guard response.hokoLinks != nil else { return .unreadable(response) }
    return .content(KeyFindings())
  }
}
