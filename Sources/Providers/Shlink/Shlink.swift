// Shlink 5 (shlink.io), which people host themselves: the descriptor, its IDs, and the form of its answers.

import HTTP
import Records

/// A Shlink server.
///
/// A link is named by its short code, and at another domain than the server's own by that before it:
/// `go.example.org/spring`.
package struct Shlink: Provider {
  package let name = "shlink"
  package let title = "Shlink"
  package let apiPath = "/rest/v3"
  package let keyVariable = "SHLINK_API_KEY"
  package let idForm = "short codes, or domain/code"
  package let rateWords = "none"
  package let credential = Credential.header("X-Api-Key")
  package let settings = [Setting.duplicates(variable: "SHLINK_DUPLICATES", usual: .allow)]
  package let habits = [
    Habit(
      "create",
      "with --duplicates reuse or fail, a link counts as there that has all that the row gives."),
    Habit("update", "neither slug nor domain of a link can be changed."),
    Habit(
      "delete",
      "a link that was visited more often than the server is set to allow cannot be deleted."),
    Habit("base-url", "the address of the server, with /rest/v3 behind it or without."),
  ]
  package let deletion: (any Deletion)? = ShlinkDeletion()
  package private(set) var creation: (any Creation)? = ShlinkCreation()
  package let modification: (any Modification)? = ShlinkModification()
  package let upsertion: Upsertion? = Upsertion([.id, .key])
  package let reading: any Reading = ShlinkReading()
  package let keyCheck = KeyCheck(
    HTTPRequest(.get, "/rest/v3/short-urls?itemsPerPage=1", isRepeatable: true),
    facts: [KeyFindings.Kind("version")],
    untold: ["whose key it is", "whether it may see all links, or only those it has made"]
  ) { reply in
    reply.shlinkAnswer { $0["shortUrls"]?["data"]?.array.map { _ in KeyFindings() } }
  }.and(HTTPRequest(.get, "/rest/v3/health", isRepeatable: true)) { reply in
    reply.shlinkAnswer { json in
      json["version"]?.string.map { version in
        var findings = KeyFindings()
        findings.note("version", version)
        return findings
      }
    }
  }

  package init() {}

  package func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    guard let duplicates = try Duplicates(settings) else { return self }
    var provider = self
    provider.creation = ShlinkCreation(duplicates: duplicates)
    return provider
  }

  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    let isPlain = text.unicodeScalars.allSatisfy { !$0.isUnseen && !$0.properties.isWhitespace }
    guard isPlain, !text.isEmpty, !text.contains(where: { ":?#[]@".contains($0) }),
      !text.hasPrefix("/"), !text.hasSuffix("/"), !MistakenID.isOther(text)
    else { throw MistakenID.fault(text, at: title, idForm) }
    return LinkID(text)
  }

  /// The path of a link; slashes stand in codes of several segments.
  static func target(_ code: String, at domain: String?) -> String {
    let path = code.split(separator: "/", omittingEmptySubsequences: false)
      .map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    let query = domain.map { "?domain=" + PercentEncoding.encode($0) } ?? ""
    return "/rest/v3/short-urls/" + path + query
  }

  /// The path of a link by its ID.
  static func target(_ id: LinkID) -> String {
    let parts = id.text.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[0].contains(".") else { return target(id.text, at: nil) }
    return target(parts[1], at: parts[0])
  }
}

extension ShownLink {
  /// A link as Shlink shows it; its own domain is none.
  convenience init?(shlink link: JSONObject, in reply: Reply? = nil) {
    guard let code = link["shortCode"]?.string, link["longUrl"]?.string != nil else {
      return nil
    }
    let domain = link["domain"]?.string
    self.init(
      id: domain.map { "\($0)/\(code)" } ?? code, key: LinkKey(domain: domain, key: code),
      shortURL: link["shortUrl"]?.string, made: link["dateCreated"]?.string, in: reply,
      object: link)
  }

  /// Whether it can be the link of an ID or a key; the server's own domain may be named and is not shown.
  func isShlink(_ name: String) -> Bool {
    guard let id else { return false }
    return id == name || key?.domain == nil && name.hasSuffix("/" + id)
  }
}

extension Reply {
  /// An error of RFC 9457; the last part of its type is its code.
  var shlinkRefusal: Refusal? {
    guard let type = json?["type"]?.string, let words = json?["detail"]?.string else { return nil }
    let elements = json?["invalidElements"]?.array?.compactMap(\.string) ?? []
    let code = type.split(separator: "/").last.map(String.init) ?? type
    return Refusal(
      code == "non-unique-slug" ? "conflict" : code,
      elements.isEmpty ? words : words + ": " + elements.joined(separator: ", "))
  }

  /// What a 404 says that speaks of the link, and not of the address.
  var shlinkNotFound: Refusal? {
    shlinkRefusal.flatMap { $0.code == "short-url-not-found" ? $0 : nil }
  }

  func shlinkAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    answer(or: shlinkRefusal, content)
  }
}
