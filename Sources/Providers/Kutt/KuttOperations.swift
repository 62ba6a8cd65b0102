// What changes links at a Kutt server, one call a link.

import HTTP
import Records

struct KuttDeletion: Deletion, OneByOne {
  func request(for id: LinkID) -> HTTPRequest {
    HTTPRequest(.delete, "/api/v2/links/" + id.text, isRepeatable: false)
  }

  func read(_ reply: Reply, for id: LinkID) -> Answer<Report.Row> {
    if let why = reply.kuttNotFound { return .content(.notFound(why)) }
    return reply.kuttAnswer { $0["message"]?.string.map { _ in .done() } }
  }
}

struct KuttCreation: Creation, OneByOne {
  var duplicates = Duplicates.allow
  let namesConflicts = true

  let fields = FieldTable([
    Field("target", form: .url, longest: 2_040, isRequired: true, means: .destination),
    Field("customurl", form: .name, longest: 64, except: [""], means: .slug, shown: "address"),
    Field("domain", form: .name, isShared: true, means: .domain),
    Field("description", longest: 2_040, means: .description),
    Field("password", longest: 64, means: .password, as: .givenOnly),
    // A span such as `30 days`, where links show a moment.
    Field("expire_in", means: .expires, as: .own), Field("reuse", .boolean),
    .shown("visit_count", means: .clicks), .shown("created_at", means: .created),
  ])

  func check(_ fields: JSONObject) throws(InvalidLink) {
    let reuses = duplicates != .allow || fields["reuse"] == true
    guard reuses, fields["customurl"] != nil else { return }
    throw .badValue(
      field: "customurl",
      reason: "cannot be given where links are reused, since Kutt would pass over it")
  }

  /// A link that is reused is the one that the first create made.
  var afterLoss: AfterLoss { duplicates == .allow ? .readBack : .resend }

  func request(for link: NewLink) -> HTTPRequest {
    let reuse: JSONObject = ["reuse": true]
    let body = duplicates == .allow ? link.json : JSONValue.object(link.fields.merging(reuse)).bytes
    return HTTPRequest(.post, "/api/v2/links", written: body, isRepeatable: false)
  }

  func read(_ reply: Reply, for link: NewLink) -> Answer<Report.Row> {
    reply.kuttAnswer { json in
      let shown = json.object.flatMap { ShownLink(kutt: $0, in: reply) }
      guard let shown, canBe(shown, link) else { return nil }
      return reply.status == 201 ? .done(shown) : duplicates.row(shown)
    }
  }

  /// A password is shown as `true`, and an expiry as a date, where a create takes a span.
  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["visit_count"] != nil, let address = shown["address"]?.string else { return nil }
    let plain = JSONObject(shown.members.filter { !["password", "expire_in"].contains($0.name) })
    return Restoration(
      plain, fields, carrying: ["address", "link"], as: [.init("customurl", .string(address))])
  }
}

struct KuttModification: Modification, OneByOne {
  let fields = FieldTable([
    Field("target", form: .url, longest: 2_040, except: [""], means: .destination),
    Field("address", form: .name, longest: 64, except: [""], means: .slug),
    Field("description", longest: 2_040, except: [""], means: .description),
    Field("password", longest: 64, except: [""], means: .password),
    Field("expire_in", except: [""], means: .expires, as: .own),
  ])

  func request(for edit: Edit) -> HTTPRequest {
    HTTPRequest(.patch, "/api/v2/links/" + edit.id.text, written: edit.text, isRepeatable: true)
  }

  /// A change that changes nothing is refused.
  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    if let why = reply.kuttNotFound { return .content(.notFound(why)) }
    if reply.status == 500, reply.kuttRefusal?.message == "Should at least update one field." {
      return .content(.done(as: .unchanged))
    }
    return reply.kuttAnswer { json in
      let link = json.object.flatMap { ShownLink(kutt: $0, in: reply) }
      return link.flatMap { $0.id == edit.id.text ? .done($0) : nil }
    }
  }

  let looksFirst = true

  /// An edit without the password of a protected link would open it to everyone.
  func refusal(of edit: Edit, at link: ShownLink) -> Refusal? {
    guard link.object["password"] == true, edit.change["password"] == nil else { return nil }
    return Refusal(
      "password_needed", "the link has a password, which Kutt would remove; give it once more")
  }
}
