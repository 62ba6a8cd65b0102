// Short.io: the descriptor, its IDs, and the form of its answers.

import HTTP
import Records

/// Short.io, whose links have IDs such as `lnk_4Zq_8xYz` and whose calls for many are answered in forms of their own.
package struct ShortIO: Provider {
  package let name = "shortio"
  package let title = "Short.io"
  package let baseURL: String? = "https://api.short.io"
  package let keyVariable = "SHORTIO_API_KEY"
  package let idForm = "lnk_…_…"
  package let rateWords = "20 requests a second, 5 bulk creates in 10 s, a bulk delete a second"
  package let rateLimit: RateLimit? = RateLimit(requests: 20, per: .seconds(1))

  /// Limits besides the one of all requests.
  ///
  /// Whether bulk calls count there too is not documented, and they are so few that it costs nothing. The 50 creates
  /// a second are of creates one by one, which are not sent.
  static let bulkCreates = RateClass("bulk-create", RateLimit(requests: 5, per: .seconds(10)))
  static let bulkDeletes = RateClass("bulk-delete", RateLimit(requests: 1, per: .seconds(1)))

  /// The key and nothing else, without a scheme.
  package let credential = Credential.header("Authorization")
  package let settings = [
    Setting(
      "default-domain", value: "DOMAIN", variable: "SHORTIO_DOMAIN",
      words: "The domain of rows that name none.", isRequired: false),
    Setting.duplicates(variable: "SHORTIO_DUPLICATES", usual: .reuse),
  ]
  package let habits = [
    Habit("create", "a link of the same path and destination is the row's (code existed)."),
    Habit("delete", "the answer is one flag; IDs that are not there may be passed over."),
    Habit("update", "neither domain nor folder of a link can be changed."),
    Habit("list", "each domain of the key is read."),
  ]
  package let deletion: (any Deletion)? = ShortIODeletion()
  package private(set) var creation: (any Creation)? = ShortIOCreation()
  package let modification: (any Modification)? = ShortIOModification()
  package let upsertion: Upsertion? = Upsertion([.id, .key])
  package let reading: any Reading = ShortIOReading()
  package let keyCheck = KeyCheck(
    ShortIO.domains,
    facts: [KeyFindings.Kind("domain", isList: true)],
    untold: ["whose key it is", "whether it may change links, which Short.io says when it may not"]
  ) { reply in
    reply.shortIOAnswer { json in
      guard let domains = json.array else { return nil }
      var findings = KeyFindings()
      for domain in domains.prefix(100) { findings.note("domain", domain["hostname"]?.string) }
      return findings
    }
  }

  package init() {}

  static let domains = HTTPRequest(.get, "/api/domains?limit=1000", isRepeatable: true)

  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "lnk",
      parts.allSatisfy({
        !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      })
    else { throw MistakenID.fault(text, at: title, "one such as lnk_4Zq_8xYz") }
    return LinkID(text)
  }

  package func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    var creation = ShortIOCreation()
    if let duplicates = try Duplicates(settings) { creation.duplicates = duplicates }
    if let domain = settings["default-domain"] {
      guard domain.contains("."), !domain.contains("/") else {
        throw InvalidSetting("default-domain", "is not the name of a domain")
      }
      creation.domain = domain.lowercased()
    }
    var provider = self
    provider.creation = creation
    return provider
  }

  /// The domain of a link, which only its short URL shows.
  static func host(of link: JSONObject) -> String? {
    link["shortURL"]?.string?.split(separator: "/").dropFirst().first.map(String.init)
  }
}

extension ShownLink {
  convenience init?(shortIO link: JSONObject, in reply: Reply? = nil) {
    guard let id = link["idString"]?.string, let path = link["path"]?.string else { return nil }
    self.init(
      id: id, key: LinkKey(domain: ShortIO.host(of: link), key: path),
      shortURL: link["secureShortURL"]?.string ?? link["shortURL"]?.string,
      made: link["createdAt"]?.string, in: reply, object: link)
  }
}

extension Refusal {
  /// An error in the place of a link; it has a status of its own.
  init(shortIO item: JSONValue) {
    let words = (item["error"] ?? item["message"])?.string ?? "refused without a word"
    let status = item["status"]?.number?.text ?? "200"
    self.init(status == "409" ? "conflict" : "http_" + status, words)
  }
}

extension Reply {
  /// An error, which has another form in each call.
  var shortIORefusal: Refusal? {
    let words = json?["message"]?.string ?? json?["error"]?.string
    return isSuccess ? nil : words.map { Refusal("http_\(status)", $0) }
  }

  func shortIOAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    answer(or: shortIORefusal, content)
  }
}
