// What a provider says of reading links: by ID, by name, and all of them in pages. Everything that asks for links is
// made of these: look-ups before and after changes, searches, walks.

package import HTTP

/// How links are read at a provider; a read that it lacks is absent.
package protocol Reading: Sendable {
  /// The kind of request that a read is, where the provider limits some kinds by themselves.
  func rateClass(of request: HTTPRequest) -> RateClass?

  /// Whether links can be read by their IDs.
  var readsByID: Bool { get }

  /// The read of one link by its ID, where links are read one by one.
  func request(for id: LinkID) -> HTTPRequest?

  /// What the answer to it means.
  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting>

  /// The largest reads that cover the IDs, each with the IDs it tells of and their places.
  func reads(of ids: [LinkID]) -> [LinkRead]

  /// Reads that are exact for IDs that the others did not show; none where those are exact themselves.
  func exactReads(of ids: [LinkID]) -> [LinkRead]

  /// What the answer to one of these reads tells of its IDs, in their order.
  func read(_ reply: Reply, of read: LinkRead) -> Answer<[Sighting]>

  /// The read that tells whether the largest reads leave any link out, `nil` where there is none.
  var gaps: HTTPRequest? { get }

  /// Whether they may, as the answer to that read tells.
  func readGaps(_ reply: Reply) -> Answer<Bool>

  /// Whether a link's key is its ID, so that it is looked for by the one as by the other.
  var keysAreIDs: Bool { get }

  /// The read that tells whether a link of this name is there, `nil` where it cannot be asked for.
  ///
  /// `domain` is the one that the provider chooses where a row names none, as far as the run has seen it.
  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest?

  /// What the answer to that read means.
  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting>

  /// The read of a further page of that search, from 1, where pages before it have not shown the link and may leave it
  /// out; `nil` where there is none. What its answer means is what that of the first one would.
  func furtherSearch(for link: NewLink, by name: MatchKey, page: Int) -> HTTPRequest?

  /// Whether links are found by their keys in a walk over all of them, since no read asks for one.
  var walksForKeys: Bool { get }

  /// The fewest requests of a walk.
  var walkRequests: Int { get }

  /// The way to all links in the fewest requests, where looking many links up takes a walk over all.
  func walk() -> (any Listing)?

  /// Whether a link that such a walk does not meet is not there, once nothing has come or gone meanwhile.
  var walksOverAll: Bool { get }

  /// The way to every link that a filter leaves; `lanes` pages may be asked for at once; `nil` where there is none.
  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)?

  /// The list of all links by offset or number, where that is the one way to them.
  var pages: (any CountedSource)? { get }

  /// How many links one read by ID asks for.
  var linksInRead: Int { get }

  /// How many links a page of a list has.
  var linksInPage: Int { get }

  /// How pages are read, half a sentence for people.
  var wayOfPages: String { get }

  /// The orders in which a list of all links can come.
  var orders: Set<ListOrder> { get }

  /// The links that take less to find by reading all than one by one.
  var fewestForListing: Int { get }

  /// The name of a link that is no ID, such as its short URL, in the form in which it is read; `nil` for a text that is
  /// no such name here.
  func linkName(_ text: String) -> LinkID?

  /// What rows may call a link, where a list of all links is held against them.
  func names(of link: ShownLink) -> [String]

  /// A page of the places where the largest reads do not look, from 1; `nil` where they look everywhere.
  func hiddenPlaces(page: Int) -> HTTPRequest?

  /// The places that the answer to that request names.
  func readHiddenPlaces(_ reply: Reply) -> Answer<FolderPage>

  /// The largest reads of links in one of those places.
  func reads(of ids: [LinkID], in place: String) -> [LinkRead]
}

extension Reading {
  /// Only the limits of the key hold.
  package func rateClass(of request: HTTPRequest) -> RateClass? { nil }

  package var readsByID: Bool { true }
  package func request(for id: LinkID) -> HTTPRequest? { nil }
  package func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> { .unreadable(reply) }

  package func reads(of ids: [LinkID]) -> [LinkRead] {
    ids.enumerated().compactMap { place, id in
      request(for: id).map { LinkRead([place], [id], $0) }
    }
  }

  package func read(_ reply: Reply, of read: LinkRead) -> Answer<[Sighting]> {
    guard let id = read.ids.first, read.ids.count == 1 else { return .unreadable(reply) }
    return self.read(reply, of: id).map { [$0] }
  }

  package func exactReads(of ids: [LinkID]) -> [LinkRead] { [] }
  package var gaps: HTTPRequest? { nil }
  package func readGaps(_ reply: Reply) -> Answer<Bool> { .content(true) }
  package var keysAreIDs: Bool { false }

  package func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    keysAreIDs && name == .key ? link.key.flatMap { request(for: LinkID($0.exact)) } : nil
  }

  package func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting>
  {
    link.key.map { read(reply, of: LinkID($0.exact)) } ?? .unreadable(reply)
  }

  package func furtherSearch(for link: NewLink, by name: MatchKey, page: Int) -> HTTPRequest? {
    nil
  }

  package var walksForKeys: Bool { false }
  package var walkRequests: Int { 1 }
  package func walk() -> (any Listing)? { nil }
  package var walksOverAll: Bool { true }
  package var pages: (any CountedSource)? { nil }

  package func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? {
    pages.map { WholeListing($0, lanes: lanes) }
  }

  package var linksInRead: Int { 1 }
  package var linksInPage: Int { pages?.pageSize ?? 100 }
  package var wayOfPages: String { "page by page" }
  package var orders: Set<ListOrder> { [] }
  package var fewestForListing: Int { readsByID ? .max : 0 }

  package func linkName(_ text: String) -> LinkID? { nil }
  package func names(of link: ShownLink) -> [String] { link.id.map { [$0] } ?? [] }
  package func hiddenPlaces(page: Int) -> HTTPRequest? { nil }
  package func readHiddenPlaces(_ reply: Reply) -> Answer<FolderPage> { .unreadable(reply) }
  package func reads(of ids: [LinkID], in place: String) -> [LinkRead] { [] }
}

/// One request that reads links by their IDs.
package struct LinkRead: Sendable {
  /// Where the IDs are among those that were asked for.
  package let places: [Int]
  package let ids: [LinkID]
  package let request: HTTPRequest
  /// Whether it asks for a list of links and not for one link, which are answered in different shapes.
  package let isList: Bool

  package init(_ places: [Int], _ ids: [LinkID], _ request: HTTPRequest, isList: Bool = false) {
    self.places = places
    self.ids = ids
    self.request = request
    self.isList = isList
  }
}

/// The folders of a workspace, where a create must not name one that does not exist.
package protocol FolderList: Sendable {
  /// The request for a page, from 1.
  func request(page: Int) -> HTTPRequest

  /// What a page holds.
  func read(_ reply: Reply) -> Answer<FolderPage>

  /// The folder that a link is to be in, if it names one.
  func folder(of link: NewLink) -> String?
}

/// One page of folders.
package struct FolderPage: Sendable {
  package let ids: [String]
  package let isLast: Bool
}
