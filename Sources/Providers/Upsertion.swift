// What a provider says of changing the link that a row names and creating it where there is none: by what
// rows can name links, how a link is found, and what of a row it does not hold yet.

package import HTTP
package import Records

/// By what a row names its link.
package enum MatchKey: String, Sendable, CaseIterable {
  case id
  case externalID = "external-id"
  case key
  case url
}

/// How rows are matched with the links that are there.
///
/// By ID nothing has to be looked up: nobody can choose the ID of a new link, so a row with an ID is a
/// change and a row without one a create.
package protocol Upsertion: Sendable {
  /// By what rows can name links here.
  var matches: [MatchKey] { get }

  /// How it is done, half a sentence for people.
  var way: String { get }

  /// The name of a row's link in the form in which the provider compares it.
  ///
  /// Refused where the row does not name its link so, and where the provider would not find it again.
  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String]

  /// The ID of a row as it goes to the provider.
  func linkID(_ text: String) throws(InvalidID) -> LinkID

  /// What of a row a link does not hold yet, as a change of it; empty when it is as asked.
  ///
  /// Values whose stored form is not known for certain count as different: a change that changes nothing
  /// does no harm, and a link that is called unchanged must be.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject

  /// Under which name a link shows what a field of a row sets.
  func shownName(of field: String) -> String

  /// The fewest requests of the walk that finds links by their keys; 0 where each is looked up.
  var walkRequests: Int { get }

  /// The provider's own call, where it means by this match what the user means.
  func call(for match: MatchKey) -> (any UpsertCall)?
}

extension Upsertion {
  package func shownName(of field: String) -> String { field }

  package var walkRequests: Int { 0 }

  /// Whether a change that was made has changed nothing: all that it gives is shown, as it was before.
  ///
  /// Some forms in which providers store values cannot be foreseen, so that a row would never be as asked;
  /// the answer tells. What is not shown, such as a password, may have changed.
  package func isAsBefore(_ before: JSONObject, _ after: JSONObject, by change: JSONObject) -> Bool
  {
    change.members.allSatisfy { field in
      let name = shownName(of: field.name)
      guard let now = after[name] else { return before[name] == nil && field.value == .null }
      return now == before[name]
    }
  }

  package func call(for match: MatchKey) -> (any UpsertCall)? { nil }
}

/// A call of the provider's own that finds the link of one row and changes it, or creates it.
///
/// A call whose answer was lost may be sent again where it finds what the first one made, or where a name
/// that no two links can have keeps it from making another.
package protocol UpsertCall: Sendable {
  /// How old a link must be when the first call is sent, to be told from one that the call has made.
  var blur: Duration { get }

  func request(for link: NewLink) -> HTTPRequest

  /// What the answer means for the row.
  ///
  /// `since` is how long before the answer the row was first sent, which tells a link that is new.
  func read(_ response: HTTPResponse, for row: NewLink, since: Duration) -> Answer<Outcome>

  /// The read that may show whether the call would find a link, `nil` where there is none.
  func search(for link: NewLink) -> HTTPRequest?

  /// Whether it would; that it shows none is no proof.
  func readSearch(_ response: HTTPResponse, for link: NewLink) -> Answer<Bool>
}

extension Provider {
  /// A change as a row gives it; where the row is a link as the provider shows it, what makes the link so
  /// again, cleared fields included.
  package func change(back change: JSONObject, of id: String) -> JSONObject {
    let name = Int64(id) == nil ? JSONValue.string(id) : .number(JSONNumber(Int(id) ?? 0))
    let shown = JSONObject([JSONObject.Member("id", name)] + change.members)
    guard let restoration = creation.restoration(of: shown) else { return change }
    let cleared = modification.fields.fields.filter { $0.takesNull && change[$0.name] == .null }
    let fields = restoration.fields.members.filter { modification.fields.knows($0.name) }
    return JSONObject(fields + cleared.map { JSONObject.Member($0.name, .null) })
  }

  /// The fields of a row that are taken when a link that exists is changed: the others, such as the length
  /// of a key that the provider is to choose, only say how a link is made.
  package func changeable(_ row: JSONObject) -> JSONObject {
    JSONObject(
      row.members.filter {
        modification.fields.knows($0.name) || !creation.fields.knows($0.name)
      })
  }
}

extension HTTPResponse {
  /// How long before this answer something happened at least, by the server's own clock; `nil` when it
  /// cannot be told.
  ///
  /// The answer's own date has no fraction, so that it was up to a second longer.
  func age(ofDate text: String?) -> Duration? {
    guard let text, ISODate.parse(text) != nil, let then = ISODate.milliseconds(text),
      let now = headers["Date"].flatMap({ HTTPDate.parse($0) })
    else { return nil }
    return .seconds(now) - .milliseconds(then)
  }
}

extension Duration {
  /// What the clocks of one provider's machines may differ by, and what whole seconds lose.
  static let clockSlack = Duration.seconds(5)
}
