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

/// What a walk came to, read as whoever owns a walk reads it, one request after another.
struct Walked {
  struct Failed: Error {}

  private var met: Set<String> = []
  private(set) var isWhole: Bool
  /// How many the provider counts, where it says so all along.
  private(set) var counted: Int?

  /// Walks to the end; `answer` gives what a server says.
  init(_ reading: any Reading, answer: (HTTPRequest) throws -> Reply) throws {
    var walk = try #require(reading.walk())
    isWhole = reading.walksOverAll
    counted = 0
    while let request = walk.next() {
      guard case .content(let list) = walk.read(try answer(request)) else { throw Failed() }
      walk.take(list)
    }
    for part in walk.takeParts() { try read(part.pages, answer) }
  }

  private mutating func read(
    _ pages: any PagePlan, _ answer: (HTTPRequest) throws -> Reply
  ) throws {
    var pages = pages
    while let page = pages.next() {
      guard case .content(let found) = pages.read(try answer(page.request), of: page) else {
        throw Failed()
      }
      for link in pages.take(found, of: page) {
        #expect(met.insert(try #require(link.id)).inserted, "a link came twice")
      }
    }
    if pages.sawChange || !pages.doubts.isEmpty { isWhole = false }
    counted = pages.sawChange ? nil : counted.flatMap { sum in pages.total.map { sum + $0 } }
  }

  /// What the walk tells of a link.
  func seen(_ id: String) -> Seen {
    met.contains(id) ? .there(id) : isWhole ? .notThere : .notSeen
  }
}
