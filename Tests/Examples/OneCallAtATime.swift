// A provider that makes one call a row, in the shape of YOURLS 1.10 with its plugins for deleting and editing: a site of
// one's own with one address, forms, and keywords that the user chooses and that are the IDs. This file is all of it.

import HTTP
import Providers
import Records

/// A site where a destination has one link at most.
struct OneCallAtATime: Provider {
  let name = "onecall"
  let title = "OneCall"
  let apiPath = "/yourls-api.php"
  let keyVariable = "ONECALL_API_KEY"
  let idForm = "a keyword"
  let credential = Credential.field("signature")
  let deletion: (any Deletion)? = Deleting()
  let creation: (any Creation)? = Creating()
  let modification: (any Modification)? = Editing()
  let upsertion: Upsertion? = Upsertion([.id, .key])
  let reading: any Reading = Statistics()
  let keyCheck = KeyCheck(call("db-stats"), untold: ["whose site it is"]) {
    $0.told { $0["db-stats"].map { _ in KeyFindings() } }
  }
}

/// Any call of a site; what is not asked for JSON answers in XML.
private func call(_ action: String, _ fields: [(String, String)] = []) -> HTTPRequest {
  HTTPRequest(
    .post, "/yourls-api.php", form: [("format", "json"), ("action", action)] + fields,
    isRepeatable: action != "shorturl" && action != "delete")
}

struct Deleting: Deletion, OneByOne {
  func request(for id: LinkID) -> HTTPRequest { call("delete", [("shorturl", id.text)]) }

  func read(_ reply: Reply, for id: LinkID) -> Answer<Report.Row> {
    reply.told(.done(), by: "success: deleted")
  }
}

struct Creating: Creation, OneByOne {
  /// PHP takes a keyword `0` for none given.
  let fields = FieldTable([
    Field("url", form: .url, isRequired: true, means: .destination), Field("title", means: .title),
    Field("keyword", form: .name, longest: 100, except: ["", "0"], means: .slug),
  ])

  func request(for link: NewLink) -> HTTPRequest { call("shorturl", link.fields.formFields) }

  /// The link comes with a refusal too, where it is there already: the destination is looked at before the keyword.
  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    let shown = reply.json?["url"]?.object.flatMap { ShownLink(one: $0, in: reply) }
    let own = shown.flatMap { canBe($0, link) ? $0 : nil }
    switch (reply.why?.code, reply.why, own) {
    case ("error:url", _, let there?): return .content(.existed(there))
    // Creates side by side clash, and leave no row behind; any other reason is the row's.
    case ("error:concurrency", let why?, _):
      return why.message.contains(" 1062 ") ? .notDone(why) : .refused(why)
    default: return reply.told { _ in own.map { .done($0) } }
    }
  }

  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["ip"] != nil, let id = ShownLink(one: shown)?.id else { return nil }
    return Restoration(shown, fields, carrying: ["shorturl"], as: [.init("keyword", .string(id))])
  }
}

struct Editing: Modification, OneByOne {
  let fields = FieldTable([
    Field("url", form: .url, isRequired: true, means: .destination),
    Field("title", takesNull: true),
  ])

  /// A title that is not given would be erased.
  func request(for edit: Edit) -> HTTPRequest {
    let change = (["title": "keep"] as JSONObject).merging(edit.change)
    return call("update", [("shorturl", edit.id.text)] + change.formFields)
  }

  /// It says so of what it has not changed too.
  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    reply.told(.claimed, by: "success: updated")
  }
}

struct Statistics: Reading {
  let keysAreIDs = true
  let pages: (any CountedSource)? = Pages()

  func request(for id: LinkID) -> HTTPRequest? { call("url-stats", [("shorturl", id.text)]) }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    // Of a keyword of a row other characters than these may have been dropped, and it is read as it is stored.
    let isKept = id.text.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) }
    if reply.notFound != nil { return .content(isKept ? .notThere : .notSeen) }
    return reply.told { $0["link"]?.object.flatMap { ShownLink(one: $0) }?.sighting(of: id) }
  }
}

/// All links, the newest first.
struct Pages: CountedSource {
  func request(_ page: ListWindow) -> HTTPRequest {
    call("stats", [("filter", "last"), ("limit", "\(page.take)"), ("start", "\(page.skip)")])
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.told { json in
      let links = json["links"]?.object?.members.map(\.value) ?? []
      return LinkPage(links, total: json["stats"]?["total_links"]) { ShownLink(one: $0) }
    }
  }
}

extension ShownLink {
  /// Creates name the keyword; reads show a short URL that ends with it.
  convenience init?(one link: JSONObject, in reply: Reply? = nil) {
    let short = (reply?.json?["shorturl"] ?? link["shorturl"])?.string
    let end = short?.split(separator: "/").last
    guard let id = link["keyword"]?.string ?? end.map(String.init) else { return nil }
    self.init(
      id: id, key: LinkKey(key: id), shortURL: short,
      made: (link["timestamp"] ?? link["date"])?.string, object: link)
  }
}

extension Reply {
  /// Only creates tell a code; that of a success is empty.
  var why: Refusal? {
    json?["message"]?.string.map { Refusal(json?["code"]?.string ?? "http_\(status)", $0) }
  }

  /// What a 404 says that speaks of the link, and not of the address.
  var notFound: Refusal? {
    status == 404 && why?.message.lowercased().hasSuffix("not found") == true ? why : nil
  }

  /// What a plugin says of the link that it was to change.
  func told(_ row: Report.Row, by words: String) -> Answer<Report.Row> {
    notFound.map { .content(.notFound($0)) } ?? told { $0["message"]?.string == words ? row : nil }
  }

  /// What a success holds; a plugin that is not installed ends the run.
  func told<Content>(_ content: (JSONValue) -> Content?) -> Answer<Content> {
    let lacksPlugin = status == 400 && why?.message.hasPrefix("Unknown or missing") == true
    return lacksPlugin ? .stop(.refused(why ?? unexpected)) : answer(or: why, content)
  }
}
