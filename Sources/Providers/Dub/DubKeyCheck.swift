// Trying a key at Dub: one link of `GET /links`, which names its workspace.

import HTTP
import Records

struct DubKeyCheck: KeyCheck {
  let requests = [HTTPRequest(.get, "/links?showArchived=true&pageSize=1", isRepeatable: true)]

  let untold = [
    "whether the key may change links, which Dub says when it refuses one",
    "how many links the plan has left, which Dub says when it refuses a create",
  ]

  func read(_ response: HTTPResponse, of index: Int) -> Answer<KeyFindings> {
    switch response.status {
    case 200:
      guard let links = response.dubItems else { return .unreadable(response) }
      var findings = KeyFindings()
      findings.note("workspace_id", links.first?["workspaceId"]?.string)
      findings.note("project_id", links.first?["projectId"]?.string)
      if findings.facts.isEmpty {
        findings.untold.append("which workspace it is, since there is no link outside of folders")
      }
      return .content(findings)
    case 404, 409, 410:
      // These speak of the workspace that the key leads to.
      guard let refusal = response.dubRefusal else { return .failure(response, nil) }
      return .stop(.keyRefused(refusal))
    default: return .failure(response, response.dubRefusal)
    }
  }
}
