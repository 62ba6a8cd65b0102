// Bitly, version 4 of its API: the descriptor, its IDs, and its envelope of errors.

import HTTP
import Records

/// Bitly, whose links are named by domain and back-half: `bit.ly/4Zq8xYz`.
package struct Bitly: Provider {
  package let name = "bitly"
  package let title = "Bitly"
  package let baseURL: String? = "https://api-ssl.bitly.com/v4"
  package let apiPath = "/v4"
  package let keyVariable = "BITLY_API_KEY"
  package let idForm = "domain/back-half"
  package let rateWords = "by call and plan, 5 requests at once; no header tells"
  package let mostAtOnce: Int? = 5
  package let settings = [
    Setting(
      "group", value: "GUID", variable: "BITLY_GROUP",
      words:
        "The group of new links, and the one that is listed; the key's own where nothing is said.",
      isRequired: false),
    Setting.duplicates(variable: "BITLY_DUPLICATES", usual: .reuse),
  ]
  package let habits = [
    Habit(
      "create",
      """
      a destination has one link in a group, unless --duplicates allow asks for more; a keyword is a further short \
      link beside the one that Bitly chooses.
      """),
    Habit("update", "each new destination counts against the month's quota."),
    Habit(
      "delete",
      """
      only links that nobody has clicked, changed or given a back-half of its own can be deleted; \
      "linkctl update --set archived=true" hides any, and it goes on leading where it leads.
      """),
    Habit("list", "each group of the key is read, or the one of --group; archived links too."),
  ]
  package let deletion: (any Deletion)? = BitlyDeletion()
  package private(set) var creation: (any Creation)? = BitlyCreation()
  package let modification: (any Modification)? = BitlyModification()
  package let upsertion: Upsertion? = Upsertion([.id, .key])
  package private(set) var reading: any Reading = BitlyReading()
  package let keyCheck = KeyCheck(
    HTTPRequest(.get, "/v4/user", isRepeatable: true),
    facts: [
      KeyFindings.Kind("user"), KeyFindings.Kind("email"), KeyFindings.Kind("group", isList: true),
    ],
    untold: ["how much of the month's quota is left"]
  ) { reply in
    reply.bitlyAnswer { json in
      guard let login = json["login"]?.string else { return nil }
      var findings = KeyFindings()
      findings.note("user", json["name"]?.string ?? login)
      findings.note("email", json["emails"]?.array?.first?["email"]?.string)
      return findings
    }
  }.and(Bitly.groups) { reply in
    reply.bitlyAnswer { json in
      guard let groups = json["groups"]?.array else { return nil }
      var findings = KeyFindings()
      for group in groups.prefix(100) {
        let words = [group["name"]?.string, group["guid"]?.string].compactMap(\.self)
        findings.note("group", words.joined(separator: ", "))
      }
      return findings
    }
  }

  package init() {}

  static let groups = HTTPRequest(.get, "/v4/groups", isRepeatable: true)

  package func with(_ settings: [String: String]) throws(InvalidSetting) -> any Provider {
    var creation = BitlyCreation()
    if let duplicates = try Duplicates(settings) { creation.duplicates = duplicates }
    creation.group = settings["group"]
    var provider = self
    provider.creation = creation
    provider.reading = BitlyReading(group: settings["group"])
    return provider
  }

  package func linkID(_ text: String) throws(InvalidID) -> LinkID {
    let bare = text.firstRange(of: "://").map { String(text[$0.upperBound...]) } ?? text
    guard let (host, path) = ShortURL.parts(bare), !path.contains("/") else {
      throw MistakenID.fault(text, at: title, "one such as bit.ly/4Zq8xYz")
    }
    return LinkID("\(host)/\(path)")
  }

  /// The path of a link.
  static func target(_ id: String) -> String {
    let parts = id.split(separator: "/").map { PercentEncoding.encode(String($0)) }
    return "/v4/bitlinks/" + parts.joined(separator: "/")
  }
}

extension ShownLink {
  /// A link with the last of the back-halves that were chosen for it, or the one that Bitly chose.
  convenience init?(bitly link: JSONObject, in reply: Reply? = nil) {
    guard let id = link["id"]?.string, let parts = ShortURL.parts(id) else { return nil }
    let custom = link["custom_bitlinks"]?.array?.compactMap(\.string).last
    let named = custom.flatMap(ShortURL.parts) ?? parts
    self.init(
      id: id, key: LinkKey(domain: named.host, key: named.path),
      shortURL: custom ?? link["link"]?.string, made: link["created_at"]?.string, in: reply,
      object: link)
  }

  /// Whether a name is among those of the link.
  func isBitly(_ name: String) -> Bool {
    let customs = object["custom_bitlinks"]?.array?.compactMap(\.string) ?? []
    return id == name || customs.contains { $0.hasSuffix("://" + name) }
  }
}

extension Reply {
  /// An error, whose message is a word for programs.
  var bitlyRefusal: Refusal? {
    guard !isSuccess, let code = json?["message"]?.string else { return nil }
    let fields = json?["errors"]?.array?.compactMap { $0["field"]?.string } ?? []
    let words = json?["description"]?.string ?? code
    return Refusal(
      code == "ALREADY_EXISTS" ? "conflict" : code,
      fields.isEmpty ? words : words + " (\(fields.joined(separator: ", ")))")
  }

  /// What says that there is no such link.
  var bitlyNotFound: Refusal? { status == 404 || status == 410 ? bitlyRefusal : nil }

  /// What a success holds.
  ///
  /// A 429 is a quota of the month too, which no wait mends, and a rate limit is a 403 with a
  /// reason too.
  func bitlyAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    if status == 429, let why = bitlyRefusal, why.code != "RATE_LIMIT_EXCEEDED" {
      return .stop(.quotaUsedUp(why))
    }
    if status == 403, headers["X-Ratelimit-Reason"] != nil { return .rateLimited(retryAfter: nil) }
    if status == 402 || status == 417, let why = bitlyRefusal { return .refused(why) }
    return answer(or: bitlyRefusal, content)
  }
}
