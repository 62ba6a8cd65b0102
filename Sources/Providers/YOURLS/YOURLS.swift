// YOURLS 1.10 (yourls.org), which people host themselves: the descriptor, and the form of its answers. What is said of
// it here was seen at a running server.

import HTTP
import Records

/// A YOURLS site: one script, forms, and keywords that are the IDs of links.
///
/// Deletes and changes are plugins' work.
package struct YOURLS: Provider {
  package let name = "yourls"
  package let title = "YOURLS"
  package let apiPath = YOURLS.script
  package let keyVariable = "YOURLS_API_KEY"
  package let idForm = "keywords"
  package let rateWords = "none; a public site takes one create in 15 seconds"
  /// The site's secret signature token.
  package let credential = Credential.field("signature")
  package let habits = [
    Habit(
      "create",
      """
      characters that the site's keywords do not have are dropped (code renamed); without a title the site fetches \
      the page for one; most sites keep one link for a destination (code existed).
      """),
    Habit("delete", "a plugin's work: yourls-api-delete, or yourls-api-action-delete."),
    Habit(
      "update",
      """
      a plugin's work, yourls-api-edit-url, which says that it has changed what it has not: each link is looked at \
      afterwards, and one that is not as asked is unconfirmed (code not_as_asked).
      """),
    Habit("base-url", "the address of the site, or of its yourls-api.php."),
  ]
  package let deletion: (any Deletion)? = YOURLSDeletion()
  package let creation: (any Creation)? = YOURLSCreation()
  package let modification: (any Modification)? = YOURLSModification()
  package let upsertion: Upsertion? = Upsertion([.id, .key])
  package let reading: any Reading = YOURLSReading()

  package init() {}

  static let script = "/yourls-api.php"

  /// Any call; what is not asked for JSON answers in XML.
  static func call(_ action: String, _ fields: [(String, String)] = []) -> HTTPRequest {
    HTTPRequest(
      .post, script, form: [("format", "json"), ("action", action)] + fields,
      isRepeatable: !["shorturl", "delete", "update"].contains(action))
  }

  /// A plugin that is there misses its parameters; only a site that has it knows the action.
  package var keyCheck: KeyCheck {
    let version = KeyCheck(
      Self.call("version"),
      facts: [KeyFindings.Kind("version"), KeyFindings.Kind("plugin", isList: true)],
      untold: ["whose site it is"]
    ) { reply in
      reply.yourlsAnswer { json in
        json["version"]?.string.map { version in
          var findings = KeyFindings()
          findings.note("version", version)
          return findings
        }
      }
    }
    return Self.plugins.reduce(version) { check, plugin in
      check.and(Self.call(plugin.action)) { reply in
        guard reply.status == 400, reply.yourlsRefusal != nil else {
          return .failure(reply, reply.yourlsRefusal)
        }
        var findings = KeyFindings()
        if reply.lacksYOURLSPlugin {
          findings.untold.append(
            "how to \(plugin.command) links: the site lacks a plugin such as \(plugin.name)")
        } else {
          findings.note("plugin", plugin.name)
        }
        return .content(findings)
      }
    }
  }

  private static let plugins = [
    (action: "delete", command: "delete", name: "yourls-api-delete"),
    (action: "update", command: "update", name: "yourls-api-edit-url"),
  ]
}

extension ShownLink {
  /// A link as an answer shows it: creates name the keyword, reads show a short URL that ends with it.
  convenience init?(yourls link: JSONObject, in reply: Reply? = nil) {
    let short = (reply?.json?["shorturl"] ?? link["shorturl"])?.string
    let end = short?.split(separator: "/").last
    guard let id = link["keyword"]?.string ?? end.map(String.init) else { return nil }
    self.init(
      id: id, key: LinkKey(key: id), shortURL: short,
      made: (link["timestamp"] ?? link["date"])?.string, object: link)
  }
}

extension Reply {
  /// What an error says; only those of creates have a code, and that of a success is empty.
  var yourlsRefusal: Refusal? {
    json?["message"]?.string.map { Refusal(json?["code"]?.string ?? "http_\(status)", $0) }
  }

  /// What a 404 says that speaks of the link, and not of the address.
  var yourlsNotFound: Refusal? {
    guard status == 404, let why = yourlsRefusal else { return nil }
    return why.message.lowercased().hasSuffix("not found") ? why : nil
  }

  /// Whether the site does not know the action, which some plugin would.
  var lacksYOURLSPlugin: Bool {
    status == 400 && yourlsRefusal?.message.hasPrefix("Unknown or missing") == true
  }

  /// What a plugin says of the link that it was to change.
  func yourlsAnswer(_ row: Report.Row, by words: String) -> Answer<Report.Row> {
    yourlsNotFound.map { .content(.notFound($0)) }
      ?? yourlsAnswer { $0["message"]?.string == words ? row : nil }
  }

  /// What a success holds; a plugin that is not there ends the run.
  func yourlsAnswer<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    guard lacksYOURLSPlugin else { return answer(or: yourlsRefusal, content) }
    return .stop(
      .refused(
        Refusal("no_plugin", "the site has no plugin for this, see \"linkctl providers yourls\"")))
  }
}
