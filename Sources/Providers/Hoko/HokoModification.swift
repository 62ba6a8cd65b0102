// Changing links at Hoko: `PUT /api/links` with `id`, each link its own change, up to 10,000, answered in
// the order of the request.

import HTTP
import Records

/// Changing links at Hoko.
struct HokoModification: Modification {
  let limit = BatchLimit(links: 10_000)
  let way = "each its own change; all or nothing"
  let fields = HokoCreation.table(isCreation: false)

  func request(for edits: [Edit]) -> HTTPRequest {
    // An ID of Hoko's needs no escaping, and the change, which is not empty, is written already.
    let links = edits.map { edit in
      [UInt8](#"{"id":"\#(edit.id.text)","#.utf8) + edit.text.dropFirst()
    }
    return HTTPRequest(.put, "/api/links", array: links, isRepeatable: true)
  }

  func read(_ reply: Reply, for edits: [Edit]) -> Answer<Report> {
    reply.hokoAnswer { reply in
      guard let links = reply.hokoLinks, links.count == edits.count,
        zip(links, edits).allSatisfy({ $0.id?.lowercased() == $1.id.text })
      else { return nil }
      // A link that says otherwise than its row is left out, and so sent again by itself.
      let report = Report(
        zip(links, edits).map { link, edit in
          link.object.contradictsAtHoko(edit.change) ? .untold : .done(link)
        })
      return report.rows.contains { $0 != .untold } ? report : nil
    }
  }

  /// What is not shown as it is sent is another value, since how Hoko shows a link is only partly known.
  ///
  /// Of an object such as `utm` only the members that are sent change.
  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    switch (link[field.name], field.value) {
    case (.object(let stored)?, .object(let sent)):
      sent.members.allSatisfy { holds(stored, JSONObject.Member($0.name, $0.value)) }
    case (.string(let stored)?, .string(let sent)) where ["url", "image"].contains(field.name):
      Sameness.ofURLs(stored, sent)
    // Fields that its pages do not show hold moments too, which come back in universal time.
    case (.string(let stored)?, .string(let sent)) where sent.contains("T"):
      Sameness.ofMoments(stored, sent)
    case (.string(let stored)?, .string(let sent)): Sameness.ofTexts(stored, sent)
    case (let stored, let sent): stored == sent
    }
  }
}
