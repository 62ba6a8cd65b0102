// Reading links of a YOURLS site: one by its keyword, and all of them by the one list that needs no plugin.

import HTTP
import Records

struct YOURLSReading: Reading {
  let keysAreIDs = true
  let pages: (any CountedSource)? = YOURLSPages()

  func request(for id: LinkID) -> HTTPRequest? {
    YOURLS.call("url-stats", [("shorturl", id.text)])
  }

  /// A read wants the keyword as it is stored: of other characters than these some may have been dropped, so that a
  /// row's link may be there under what was left.
  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    let isKept = id.text.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) }
    if reply.yourlsNotFound != nil { return .content(isKept ? .notThere : .notSeen) }
    return reply.yourlsAnswer {
      $0["link"]?.object.flatMap { ShownLink(yourls: $0) }?.sighting(of: id)
    }
  }
}

/// All links, the newest first, by the second in which they were made; those of one second in no order.
struct YOURLSPages: CountedSource {
  func request(_ page: ListWindow) -> HTTPRequest {
    YOURLS.call(
      "stats", [("filter", "last"), ("limit", "\(page.take)"), ("start", "\(page.skip)")])
  }

  /// `links` is an object, and absent where there are none.
  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.yourlsAnswer { json in
      guard let total = json["stats"]?["total_links"] else { return nil }
      let links = json["links"]?.object?.members.map(\.value) ?? []
      return LinkPage(links, total: total) { ShownLink(yourls: $0) }
    }
  }
}
