// What a provider says of finding out whether links are there.

package import HTTP
package import Records

/// Reads that tell of given links whether they are there.
package protocol LookUp: Sendable {
  /// The largest reads that cover the IDs, each with the IDs it tells of.
  func reads(for ids: [LinkID]) -> [LookUpRead]

  /// Reads that are exact for IDs that the others did not show; none where those are exact themselves.
  func exactReads(for ids: [LinkID]) -> [LookUpRead]

  /// What the answer to one of these reads tells of its IDs.
  func read(_ response: HTTPResponse, of read: LookUpRead) -> Answer<[LinkID: Presence]>

  /// The read that tells whether the largest reads leave any link out, `nil` where there is none.
  var gaps: HTTPRequest? { get }

  /// Whether they may, as the answer to that read tells.
  func readGaps(_ response: HTTPResponse) -> Answer<Bool>
}

extension LookUp {
  package var gaps: HTTPRequest? { nil }

  package func readGaps(_ response: HTTPResponse) -> Answer<Bool> { .content(true) }
}

/// One request of a look-up.
package struct LookUpRead: Sendable {
  package let ids: [LinkID]
  package let request: HTTPRequest
  /// Whether it asks for a list of links and not for one link, which are answered in different shapes.
  package let isList: Bool

  package init(_ ids: [LinkID], _ request: HTTPRequest, isList: Bool = false) {
    self.ids = ids
    self.request = request
    self.isList = isList
  }
}

/// Whether a link is there.
package enum Presence: Sendable, Equatable {
  /// It is, and this is the ID to delete it by.
  case there(LinkID)
  /// It is not; the provider said so of this link.
  case notThere
  /// It was not among what the provider showed, which is no proof.
  case notSeen
}

/// A walk over every link of the account, where links cannot be looked up many at a time.
///
/// A value that gives requests and takes answers; whoever owns it sends them one after another.
package protocol Listing: Sendable {
  /// The next request, `nil` when the walk is over.
  func next() -> HTTPRequest?

  /// What the answer to that request holds.
  func read(_ response: HTTPResponse) -> Answer<ListingPage>

  /// Takes in what the answer held.
  mutating func take(_ page: ListingPage)

  /// The number that an ID stands for, as it is in the pages; `nil` where it stands for none.
  func number(of id: LinkID) -> UInt128?

  /// What the walk tells of a link, once it is over.
  func presence(of id: LinkID) -> Presence
}

/// One answer of a walk.
package struct ListingPage: Sendable {
  /// The links of the page, as the numbers that their IDs stand for.
  package var links: [UInt128] = []
  /// The same links as they are shown.
  package var objects: [JSONObject] = []
  /// How long ago each was made, by the provider's clock, where that is shown.
  package var ages: [Duration?] = []
  /// The links of the part that the page is of, where the provider counts them.
  package var total: Int64?
  /// The parts that are to be walked, where the answer names them.
  package var parts: [Int64] = []

  package init() {}
}

extension HTTPResponse {
  /// The objects of an array, or the one that is alone, that have an ID; none where the answer is no success.
  func shownLinks(in value: JSONValue?) -> [JSONObject] {
    guard (200..<300).contains(status) else { return [] }
    let objects = value?.array?.compactMap(\.object) ?? value?.object.map { [$0] } ?? []
    return objects.filter { $0["id"] != nil }
  }
}
