// Kutt 3 (kutt.to), which people host themselves: the descriptor, and the form of its answers.

import HTTP
import Records

/// A Kutt server, whose links have UUIDs and whose refusals are 500s that only words tell apart.
package struct Kutt: Provider {
  package let name = "kutt"
  package let title = "Kutt"
  package let apiPath = "/api/v2"
  package let keyVariable = "KUTT_API_KEY"
  package let idForm = "UUIDs"
  package let rateWords = "none"
  package let credential = Credential.header("X-API-KEY")
  package let settings = [Setting.duplicates(variable: "KUTT_DUPLICATES", usual: .allow)]
  package let habits = [
    Habit(
      "create",
      "with --duplicates reuse or fail no row can give a customurl, which would be passed over."),
    Habit(
      "update",
      """
      a protected link loses its password where a row does not give it again, so that each link is read first, and \
      such a row is refused (code password_needed); description and expiry cannot be cleared.
      """),
    Habit("base-url", "the address of the server, with /api/v2 behind it or without."),
  ]
  package let deletion: (any Deletion)? = KuttDeletion()
  package private(set) var creation: (any Creation)? = KuttCreation()
  package let modification: (any Modification)? = KuttModification()
  package let upsertion: Upsertion? = Upsertion([.id, .key])
  package let reading: any Reading = KuttReading()
  package let keyCheck = KeyCheck(
    HTTPRequest(.get, "/api/v2/users", isRepeatable: true),
    facts: [KeyFindings.Kind("email"), KeyFindings.Kind("domain", isList: true)]
  ) { reply in
    reply.kuttAnswer { json in
      guard let email = json["email"]?.string else { return nil }
      var findings = KeyFindings()
      findings.note("email", email)
      for domain in json["domains"]?.array ?? [] {
        findings.note("domain", domain["address"]?.string)
      }
      return findings
    }
  }

  package init() {}

  package func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    guard let duplicates = try Duplicates(settings) else { return self }
    var provider = self
    provider.creation = KuttCreation(duplicates: duplicates)
    return provider
  }

  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    guard UUIDText.number(text) != nil else {
      throw MistakenID.fault(text, at: title, "a UUID such as 550e8400-e29b-41d4-a716-446655440000")
    }
    return LinkID(text.lowercased())
  }
}

extension ShownLink {
  /// A link as Kutt shows it; its own domain is none.
  convenience init?(kutt link: JSONObject, in reply: Reply? = nil) {
    guard let id = link["id"]?.string, link["target"]?.string != nil,
      let address = link["address"]?.string
    else { return nil }
    self.init(
      id: id.lowercased(), key: LinkKey(domain: link["domain"]?.string, key: address),
      shortURL: link["link"]?.string, made: link["created_at"]?.string, in: reply,
      object: link)
  }
}

extension Reply {
  /// An error has nothing but words.
  var kuttRefusal: Refusal? {
    json?["error"]?.string.map { Refusal("http_\(status)", $0) }
  }

  /// What a 500 says that speaks of the link.
  var kuttNotFound: Refusal? {
    let words = ["Link was not found.", "Could not find the link.", "Link could not be found."]
    guard status == 500, let why = kuttRefusal, words.contains(why.message) else { return nil }
    return why
  }

  /// What a success holds; of the 500s those that are known to refuse the row.
  func kuttAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    if status == 500, let why = kuttRefusal, why.message == "Custom URL is already in use." {
      return .refused(Refusal("conflict", why.message))
    }
    return answer(or: kuttRefusal, content)
  }
}
