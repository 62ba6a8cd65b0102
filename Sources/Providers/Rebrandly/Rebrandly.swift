// Rebrandly: the descriptor, its IDs, and refusals that are 403s.

package import HTTP
import Records

/// Rebrandly, whose links have IDs of 32 hexadecimal digits in one workspace of the key.
package struct Rebrandly: Provider {
  package let name = "rebrandly"
  package let title = "Rebrandly"
  package let baseURL: String? = "https://api.rebrandly.com/v1"
  package let apiPath = "/v1"
  package let keyVariable = "REBRANDLY_API_KEY"
  package let idForm = "32 hexadecimal digits"
  package let rateWords = "10 requests a second"
  package let rateLimit: RateLimit? = RateLimit(requests: 10, per: .seconds(1))
  package let credential = Credential.header("apikey")
  package private(set) var headers: HTTPHeaders = [:]
  package let settings = [
    Setting(
      "workspace", value: "ID", variable: "REBRANDLY_WORKSPACE",
      words: "The workspace of the links; the main one of the key where nothing is said.",
      isRequired: false)
  ]
  package let habits = [
    Habit(
      "create",
      """
      a row without a slashtag cannot be looked for, and is unknown where its answer was lost; links that were \
      deleted count against the plan's allowance.
      """),
    Habit("update", "the slashtag of a link never changes."),
    Habit("delete", "the answer is a count of the links that were deleted."),
  ]
  package let deletion: (any Deletion)? = RebrandlyDeletion()
  package let creation: (any Creation)? = RebrandlyCreation()
  package let modification: (any Modification)? = RebrandlyModification()
  package let upsertion: Upsertion? = Upsertion([.id, .key])
  package let reading: any Reading = RebrandlyReading()
  package let keyCheck = KeyCheck(
    HTTPRequest(.get, "/v1/account", isRepeatable: true),
    facts: [
      KeyFindings.Kind("user"), KeyFindings.Kind("email"),
      KeyFindings.Kind("workspace", isList: true),
    ],
    untold: ["whether the key may change links, which Rebrandly says when it may not"]
  ) { reply in
    reply.rebrandlyAnswer { json in
      guard let name = json["username"]?.string else { return nil }
      var findings = KeyFindings()
      findings.note("user", json["fullName"]?.string ?? name)
      findings.note("email", json["email"]?.string)
      if let links = json["subscription"]?["limits"]?["links"]?.object {
        let (used, most) = (links["used"]?.int64, links["max"]?.int64)
        findings.quotas = [
          KeyFindings.Quota(
            name: "links", limit: most.map { Int(clamping: $0) },
            used: used.map { Int(clamping: $0) })
        ]
      }
      return findings
    }
  }.and(HTTPRequest(.get, "/v1/workspaces?limit=25", isRepeatable: true)) { reply in
    reply.rebrandlyAnswer { json in
      guard let workspaces = json.array else { return nil }
      var findings = KeyFindings()
      for workspace in workspaces {
        let words = [workspace["name"]?.string, workspace["id"]?.string].compactMap(\.self)
        findings.note("workspace", words.joined(separator: ", "))
      }
      return findings
    }
  }

  package init() {}

  package func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    guard let workspace = settings["workspace"] else { return self }
    guard workspace.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw InvalidSetting("workspace", "is not the ID of a workspace")
    }
    var provider = self
    provider.headers = ["workspace": workspace]
    return provider
  }

  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    guard text.utf8.count == 32, text.allSatisfy(\.isHexDigit), text.allSatisfy(\.isASCII) else {
      throw MistakenID.fault(text, at: title, idForm)
    }
    return LinkID(text.lowercased())
  }
}

extension ShownLink {
  convenience init?(rebrandly link: JSONObject, in reply: Reply? = nil) {
    guard let id = link["id"]?.string, let slug = link["slashtag"]?.string else { return nil }
    self.init(
      id: id.lowercased(), key: LinkKey(domain: link["domainName"]?.string, key: slug),
      shortURL: link["shortUrl"]?.string.map { $0.contains("://") ? $0 : "https://" + $0 },
      made: link["createdAt"]?.string, in: reply, object: link)
  }
}

extension Reply {
  /// An error; of several that it lists the first has the code.
  var rebrandlyRefusal: Refusal? {
    guard let code = json?["code"]?.string else {
      return json?["error"]?.string.map { Refusal("http_\(status)", $0) }
    }
    let first = json?["errors"]?.array?.first
    let words = json?["message"]?.string ?? first?["message"]?.string ?? code
    let inner = first?["code"]?.string ?? code
    return Refusal(inner == "AlreadyExists" ? "conflict" : inner, words)
  }

  /// What a 404 says that speaks of the link.
  var rebrandlyNotFound: Refusal? {
    status == 404 && json?["source"]?.string == "link" ? rebrandlyRefusal : nil
  }

  /// What a success holds; a 403 is of the row, but for a plan that is used up, and a domain that is not there too.
  func rebrandlyAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    guard let why = rebrandlyRefusal else { return answer(or: nil, content) }
    switch (status, json?["code"]?.string) {
    case (403, "LimitExceeded"): return .stop(.quotaUsedUp(why))
    case (403, let code?) where code != "Unauthorized" && code != "Forbidden": return .refused(why)
    case (404, "NotFound") where json?["source"]?.string == "domain": return .refused(why)
    default: return answer(or: why, content)
    }
  }
}
