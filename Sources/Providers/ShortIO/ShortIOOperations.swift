// Deleting and changing at Short.io: 150 links a delete, answered by one flag, and changes one by one.

import HTTP
import Records

struct ShortIODeletion: Deletion {
  let limit = BatchLimit(links: 150)
  let way = "answered by one flag"
  let rateClass: RateClass? = ShortIO.bulkDeletes

  /// What IDs that are not there do to a repeat is not documented.
  let afterLoss = AfterLoss.readBack

  func request(for ids: [LinkID]) -> HTTPRequest {
    let ids = JSONValue.array(ids.map { .string($0.text) })
    return HTTPRequest(
      .delete, "/links/delete_bulk", json: .object(["link_ids": ids]), isRepeatable: false)
  }

  /// Where the flag says no, some may be deleted all the same, and each is looked for.
  func read(_ reply: Reply, for ids: [LinkID]) -> Answer<Report> {
    if reply.status == 404, let why = reply.shortIORefusal { return .refused(why) }
    return reply.shortIOAnswer { json in
      json["success"]?.bool.map { isDone in
        let why = Refusal("not_all", json["error"]?.string ?? "answered with success: false")
        return Report(isDone ? .done() : .undecided(why), of: ids.count)
      }
    }
  }

  func refusedAlone(_ refusal: Refusal) -> Status? { refusal.code == "http_404" ? .notFound : nil }
}

struct ShortIOModification: Modification, OneByOne {
  let fields = FieldTable(
    [Field("originalURL", form: .url, means: .destination)] + ShortIOCreation.shared)

  func request(for edit: Edit) -> HTTPRequest {
    HTTPRequest(.post, "/links/" + edit.id.text, written: edit.text, isRepeatable: true)
  }

  func read(_ reply: Reply, for edit: Edit) -> Answer<Report.Row> {
    switch (reply.status, reply.shortIORefusal) {
    case (404, let why?): .content(.notFound(why))
    case (402, let why?): .refused(why)
    default:
      reply.shortIOAnswer { json in
        let link = json.object.flatMap { ShownLink(shortIO: $0, in: reply) }
        return link.flatMap { $0.id == edit.id.text ? .done($0) : nil }
      }
    }
  }

  /// The kind of redirect is shown as a text.
  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    let stored = link[field.name]
    switch (field.name, stored?.string, field.value.string) {
    case ("redirectType", let stored?, _): return stored == field.value.number?.text
    case ("originalURL", let stored?, let sent?), ("expiredURL", let stored?, let sent?):
      return Sameness.ofURLs(stored, sent)
    case ("expiresAt", let stored?, let sent?): return Sameness.ofMoments(stored, sent)
    default: return stored == field.value
    }
  }
}
