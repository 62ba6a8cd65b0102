// What changes links at a YOURLS site, one call a link: creates of its own, and deletes and changes of plugins.

import HTTP
import Records

struct YOURLSDeletion: Deletion, OneByOne {
  /// The two plugins of the action read the keyword under one of these names each.
  func request(for id: LinkID) -> HTTPRequest {
    YOURLS.call("delete", [("shorturl", id.text), ("keyword", id.text)])
  }

  func read(_ reply: Reply, for id: LinkID) -> Answer<Report.Row> {
    reply.yourlsAnswer(.done(), by: "success: deleted")
  }
}

struct YOURLSCreation: Creation, OneByOne {
  /// PHP takes a keyword `0` for none; the column of keywords has 100 characters.
  let fields = FieldTable([
    Field("url", form: .url, isRequired: true, means: .destination),
    Field("keyword", form: .name, longest: 100, except: ["", "0"], means: .slug),
    Field("title", means: .title), .shown("clicks", means: .clicks),
    .shown("timestamp", means: .created),
  ])

  func request(for link: NewLink) -> HTTPRequest {
    YOURLS.call("shorturl", link.fields.formFields)
  }

  /// A link that is there comes with the refusal; the destination is looked at before the keyword.
  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    let shown = reply.json?["url"]?.object.flatMap { ShownLink(yourls: $0, in: reply) }
    let own = shown.flatMap { canBe($0, link) ? $0 : nil }
    let why = reply.yourlsRefusal
    switch (why?.code, why, own) {
    case ("error:url", _, let there?): return .content(.existed(there))
    // Creates side by side clash and leave no row behind; any other reason, such as a text too long, is the row's.
    case ("error:concurrency", let why?, _):
      return why.message.contains(" 1062 ") ? .notDone(why) : .refused(why)
    default: return reply.yourlsAnswer { _ in own.map { .done($0) } }
    }
  }

  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["ip"] != nil, let id = ShownLink(yourls: shown)?.id else { return nil }
    return Restoration(shown, fields, carrying: ["shorturl"], as: [.init("keyword", .string(id))])
  }
}

struct YOURLSModification: Modification, OneByOne {
  let fields = FieldTable([
    Field("url", form: .url, isRequired: true, means: .destination),
    Field("title", takesNull: true, means: .title),
  ])

  /// A title that is not given would be erased.
  func request(for edit: Edit) -> HTTPRequest {
    let change = (["title": "keep"] as JSONObject).merging(edit.change)
    return YOURLS.call("update", [("shorturl", edit.id.text)] + change.formFields)
  }

  /// The same is said of another link's destination at a site that has one link for each, and of what is no URL.
  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    reply.yourlsAnswer(.claimed, by: "success: updated")
  }

  /// A title that was cleared is an empty one.
  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    if field.name == "title", field.value == .null {
      return link["title"] == .null || link["title"] == ""
    }
    let stored = link[field.name]?.string ?? ""
    let sent = field.value.string ?? ""
    return field.name == "url" ? Sameness.ofURLs(stored, sent) : Sameness.ofTexts(stored, sent)
  }
}
