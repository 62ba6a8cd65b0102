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

  func read(_ reply: Reply, of index: Int) -> Answer<KeyFindings> {
    guard reply.isSuccess else { return reply.hokoFailure() }
    guard reply.hokoLinks != nil else { return .unreadable(reply) }
    return .content(KeyFindings())
  }
}
