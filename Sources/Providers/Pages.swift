// All links of a workspace, as values: the parts that it is read in, and each part's pages. Nothing here sends; whoever
// does may read parts side by side, and of one part as many pages as it gives requests for.

package import HTTP
package import Records

/// The way to every link of a workspace, or to those that a filter leaves.
///
/// A value that gives requests and takes their answers: first those that name the parts, while parts that are known can
/// be read already.
package protocol Listing: Sendable {
  /// The next request that names parts, one at a time; `nil` when all parts are known.
  func next() -> HTTPRequest?

  /// What the answer to that request says.
  func read(_ reply: Reply) -> Answer<PartList>

  /// Takes in what it said.
  mutating func take(_ list: PartList)

  /// The parts that have become known since they were asked for last.
  mutating func takeParts() -> [ListPart]

  /// The request that counts the links of the parts, `nil` where there is none.
  var count: HTTPRequest? { get }

  /// How many links each part has, by its name, as that answer says.
  func readCount(_ reply: Reply) -> Answer<[String: Int]>
}

extension Listing {
  package var count: HTTPRequest? { nil }
  package func readCount(_ reply: Reply) -> Answer<[String: Int]> { .unreadable(reply) }
}

/// What one answer says of the parts of a workspace.
package struct PartList: Sendable {
  package let names: [String]
  package let isLast: Bool

  package init(names: [String], isLast: Bool) {
    self.names = names
    self.isLast = isLast
  }
}

/// A part of a workspace that is listed by itself.
package struct ListPart: Sendable {
  /// What it goes by in counts; empty for what lies in no folder.
  package let name: String
  /// What it is, for people: `the folder fold_1`.
  package let words: String
  package let pages: any PagePlan

  package init(name: String, words: String, pages: any PagePlan) {
    self.name = name
    self.words = words
    self.pages = pages
  }
}

/// The pages of one part.
package protocol PagePlan: Sendable {
  /// The next page to ask for; `nil` where the answers to others must come first, and when the plan is over.
  mutating func next() -> PageRequest?

  /// What the answer to that request holds.
  func read(_ reply: Reply, of page: PageRequest) -> Answer<LinkPage>

  /// Takes in what the answer held, and gives the links that are certain to come for the first time.
  mutating func take(_ page: LinkPage, of request: PageRequest) -> [ShownLink]

  /// Whether nothing more is to be asked for.
  var isOver: Bool { get }

  /// Whether links have come or gone while it was read.
  var sawChange: Bool { get }

  /// What cannot be promised of the part, half a sentence.
  var doubts: [String] { get }

  /// How many links the provider counts in it, where pages say so.
  var total: Int? { get }
}

/// A page that is asked for.
package struct PageRequest: Sendable {
  /// Which of its plan's it is.
  package let number: Int
  package let request: HTTPRequest
}

/// What an answer to it holds.
package struct LinkPage: Sendable {
  package var links: [ShownLink] = []
  /// The links of the part, where the answer counts them.
  var total: Int?
  /// What the next page is asked for by, where the answer tells.
  var cursor: String?
  /// Whether the link beside which the page was to be is gone.
  var isCursorGone = false
  /// When it was given, by the server's own clock, in seconds since 1970.
  var date: Int64?

  /// The links of some values; `nil` where one is none, since it would be missed.
  package init?(
    _ values: [JSONValue], total: JSONValue? = nil, cursor: String? = nil,
    link: (JSONObject) -> ShownLink?
  ) {
    let links = values.compactMap { $0.object.flatMap(link) }
    guard links.count == values.count else { return nil }
    self.init(links: links, total: total?.int64.map { Int(clamping: $0) }, cursor: cursor)
  }

  package init(
    links: [ShownLink] = [], total: Int? = nil, cursor: String? = nil, isCursorGone: Bool = false
  ) {
    self.links = links
    self.total = total
    self.cursor = cursor
    self.isCursorGone = isCursorGone
  }
}
