// What the tests of providers say of answers: how one is made, and what it tells in a form that is easily compared.

import HTTP
import Providers
import Testing

/// An answer in JSON.
func answer(_ status: Int, _ json: String, _ headers: HTTPHeaders = [:]) -> Reply {
  var headers = headers
  headers["Content-Type"] = "application/json"
  return Reply(HTTPResponse(status: status, headers: headers, body: [UInt8](json.utf8)))
}

/// An answer of any form.
func page(_ status: Int, _ body: String = "", _ headers: HTTPHeaders = [:]) -> Reply {
  Reply(HTTPResponse(status: status, headers: headers, body: [UInt8](body.utf8)))
}

extension Answer {
  /// The content, for a comparison.
  var content: Content? { if case .content(let content) = self { content } else { nil } }
  /// Why nothing that follows can succeed, at the first such answer or when nothing else is answered.
  var stop: Stop? {
    switch self {
    case .stop(let stop), .stray(let stop): stop
    default: nil
    }
  }
  /// The same where one such answer is not believed.
  var stray: Stop? { if case .stray(let stop) = self { stop } else { nil } }
  var isFault: Bool { if case .fault = self { true } else { false } }
}

extension Report {
  /// The links of the rows that are done and shown, by the rows' places; so are the others.
  var done: [Int: ShownLink] { told { if case .done(let link, _) = $0 { link } else { nil } } }
  var taken: [Int: ShownLink] { told { if case .taken(let link) = $0 { link } else { nil } } }
  var refused: [Int: Refusal] { told { if case .refused(let why) = $0 { why } else { nil } } }
  var notFound: [Int: Refusal] { told { if case .notFound(let why) = $0 { why } else { nil } } }
  var undecided: [Int: Refusal] { told { if case .undecided(let why) = $0 { why } else { nil } } }

  private func told<Told>(_ what: (Row) -> Told?) -> [Int: Told] {
    var told: [Int: Told] = [:]
    for (place, row) in rows.enumerated() { told[place] = what(row) }
    return told
  }
}

/// What is seen of a link, its ID standing for all that is shown of it.
enum Seen: Equatable {
  case there(String?)
  case notThere
  case notSeen
}

extension Sighting {
  var link: ShownLink? { if case .there(let link) = self { link } else { nil } }

  var seen: Seen {
    switch self {
    case .there(let link): .there(link.id)
    case .notThere: .notThere
    case .notSeen: .notSeen
    }
  }
}

extension Answer<[Sighting]> {
  /// What is seen of each link, in their order.
  var seen: [Seen]? { content?.map(\.seen) }
}

/// What a walk came to, kept as whoever owns a walk has to.
struct Walked {
  struct Failed: Error {}

  private var met: Set<String> = []
  private(set) var isWhole = false
  /// How many the provider counts.
  private(set) var counted: Int64?

  /// Walks to the end; `answer` gives what a server says.
  init(_ walk: (any Walk)?, answer: (HTTPRequest) throws -> Reply) throws {
    var walk = try #require(walk)
    while let request = walk.next() {
      guard case .content(let page) = walk.read(try answer(request)) else { throw Failed() }
      let ids = page.links.compactMap(\.id)
      #expect(ids.count == page.links.count)
      walk.take(page, isNews: !met.isSuperset(of: ids))
      met.formUnion(ids)
    }
    isWhole = walk.isWhole
    counted = walk.counted
  }

  /// What the walk tells of a link.
  func seen(_ id: String) -> Seen {
    met.contains(id) ? .there(id) : isWhole ? .notThere : .notSeen
  }
}
