// What a provider says of creating links: what one request takes, which answer belongs to which row, and
// how to learn whether a link is there when the answer does not tell.

package import HTTP
package import Records

/// A link to create: what goes to the provider for one row.
package struct NewLink: Sendable, Hashable {
  /// The row's place in the input.
  ///
  /// Two rows are two links, however equal they are.
  package let row: Int
  /// The object as it is sent.
  package let fields: JSONObject
  /// Domain and key, where the row gives a key, in the form in which the provider compares them.
  package let key: LinkKey?
  /// The user's own ID for the link, unique in the workspace.
  package let externalID: String?

  /// By what it can be looked for once it may have been made, `nil` where it has no name of its own.
  package var ownName: MatchKey? { externalID != nil ? .externalID : key != nil ? .key : nil }

  package static func == (left: NewLink, right: NewLink) -> Bool { left.row == right.row }

  package func hash(into hasher: inout Hasher) { hasher.combine(row) }
}

/// A link as a provider shows it, turned back into one that can be created.
package struct Restoration: Sendable, Equatable {
  package let fields: JSONObject
  /// The members that the provider sets itself, or does not take back, by their names.
  package let leftOut: [String]

  /// Keeps the members that a create takes and that hold something; `carried` are those that go under other
  /// names, as `added`.
  init(
    _ shown: JSONObject, _ table: FieldTable, carrying carried: Set<String> = [],
    as added: [JSONObject.Member] = []
  ) {
    let holding = shown.members.filter { $0.value != .null && $0.value != [] }
    let taken = holding.filter { table.knows($0.name) && !carried.contains($0.name) }
    fields = JSONObject(taken + added)
    leftOut = holding.filter { $0.value != false && $0.value != 0 }.map(\.name).filter { name in
      !carried.contains(name) && !taken.contains { $0.name == name }
    }
  }
}

/// What makes a short link unique.
package struct LinkKey: Sendable, Hashable {
  /// `nil` where the provider chooses its default.
  package let domain: String?
  package let key: String
  /// The key as it was sent: the provider refuses a request that has it twice.
  package let exact: String

  init(domain: String?, key: String, exact: String? = nil) {
    self.domain = domain
    self.key = key
    self.exact = exact ?? key
  }
}

/// How links are created at a provider.
package protocol Creation: Sendable {
  /// What one request takes.
  var limit: BatchLimit { get }

  /// How it is done and answered, half a sentence for people.
  var way: String { get }

  /// The fields that a link may have.
  var fields: FieldTable { get }

  /// The field that holds the user's own ID for a link, `nil` where links have none.
  var externalIDField: String? { get }

  /// The fields by one of which people know a link, the best first: its key, its external ID, its destination.
  var namingFields: [String] { get }

  /// The link of a row, refused where the provider is known to refuse it.
  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink

  /// What creates a link again that is given as the provider shows it; `nil` for any other object.
  func restoration(of shown: JSONObject) -> Restoration?

  /// The request for links that are within the limit.
  func request(for links: [NewLink]) -> HTTPRequest

  /// What the answer to that request means.
  func read(_ response: HTTPResponse, for links: [NewLink]) -> Answer<CreationReport>

  /// The read that tells whether a link of this name is there, `nil` where it cannot be asked for.
  ///
  /// `domain` is the one that the provider chooses where a row names none, as far as the run has seen it.
  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest?

  /// What the answer to that read means: the link that is there, or that none is.
  ///
  /// A link that is there and may not be shown is an object without members.
  func read(
    _ response: HTTPResponse, searchingFor link: NewLink, by name: MatchKey
  ) -> Answer<FoundLink?>

  /// Whether links are found by their keys in a walk over all of them, since no read asks for one.
  var walksForKeys: Bool { get }

  /// The key of a link as a walk shows it, where it walks for keys.
  func key(of shown: JSONObject) -> LinkKey?

  /// Whether a link is the one that a row asks for; `isFound` when it was searched for and may be another,
  /// and not the provider's direct answer.
  func isSame(_ shown: JSONObject, as link: NewLink, isFound: Bool) -> Bool
}

extension Creation {
  package var walksForKeys: Bool { false }

  package func key(of shown: JSONObject) -> LinkKey? { nil }

  /// The bytes of `limit` that a link takes; where bytes are not bounded, none are counted.
  package func bytes(of link: NewLink) -> Int {
    guard limit.bytes < .max else { return 0 }
    return JSONValue.object(link.fields).bytes.count + 1
  }
}

/// A link that a search has found.
package struct FoundLink: Sendable, Equatable {
  package let link: JSONObject
  /// How long before the answer it was made, by the provider's clock; `nil` where that cannot be told.
  package let age: Duration?

  package init(_ link: JSONObject, age: Duration?) {
    self.link = link
    self.age = age
  }

  /// Whether it may have been made so long ago or later.
  package func isYounger(than time: Duration) -> Bool {
    age.map { $0 <= time + .clockSlack } ?? true
  }
}

/// What a successful answer tells of the links that were asked for; a link of which it tells nothing was
/// left out.
package struct CreationReport: Sendable {
  package var made: [NewLink: JSONObject] = [:]
  package var refused: [NewLink: Refusal] = [:]
  /// Links of which the answer does not tell whether they were made.
  package var undecided: [NewLink: Refusal] = [:]
  /// The domain that the provider chose for rows that name none.
  package var defaultDomain: String?

  package init() {}
}

/// The folders of a workspace, where a create must not name one that does not exist.
package protocol FolderList: Sendable {
  /// The request for a page, from 1.
  func request(page: Int) -> HTTPRequest

  /// What a page holds.
  func read(_ response: HTTPResponse) -> Answer<FolderPage>

  /// The folder that a link is to be in, if it names one.
  func folder(of link: NewLink) -> String?
}

/// One page of folders.
package struct FolderPage: Sendable {
  package let ids: [String]
  package let isLast: Bool
}
