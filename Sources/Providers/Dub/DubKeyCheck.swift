// Trying a key at Dub: one link of `GET /links`, which names its workspace.

import HTTP
import Records

extension KeyCheck {
  static let dub = KeyCheck(
    HTTPRequest(.get, "/links?showArchived=true&pageSize=1", isRepeatable: true),
    facts: [KeyFindings.Kind("workspace_id"), KeyFindings.Kind("project_id")],
    untold: [
      "whether the key may change links, which Dub says when it refuses one",
      "how many links the plan has left, which Dub says when it refuses a create",
    ]
  ) {
    workspace(in: $0)
  }

  private static func workspace(in reply: Reply) -> Answer<KeyFindings> {
    switch reply.status {
    case 200:
      guard let links = reply.dubLinks else { return .unreadable(reply) }
      var findings = KeyFindings()
      findings.note("workspace_id", links.first?.object["workspaceId"]?.string)
      findings.note("project_id", links.first?.object["projectId"]?.string)
      if findings.facts.isEmpty {
        findings.untold.append("which workspace it is, since there is no link outside of folders")
      }
      return .content(findings)
    case 404, 409, 410:
      // These speak of the workspace that the key leads to.
      guard let refusal = reply.dubRefusal else { return .failure(reply, nil) }
      return .stop(.keyRefused(refusal))
    default: return .failure(reply, reply.dubRefusal)
    }
  }
}
