// What a provider says of changing the link that a row names and creating it where there is none: by what
// rows can name links, and what of a row a link does not hold yet.

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

  /// Why an ID that names a link elsewhere does not name the link of a row here; `nil` where it does.
  func fault(of id: LinkID) -> InvalidID?

  /// What of a row a link does not hold yet, as a change of it; empty when it is as asked.
  ///
  /// Values whose stored form is not known for certain count as different: a change that changes nothing
  /// does no harm, and a link that is called unchanged must be.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject

  /// Under which name a link shows what a field of a row sets.
  func shownName(of field: String) -> String

  /// The provider's own call, where it means by this match what the user means: it finds the link of one row
  /// and changes it, or creates it, and may be sent again where it finds what the first one made, or where a
  /// name that no two links can have keeps it from making another.
  func call(for match: MatchKey) -> (any UpsertCall)?
}

extension Upsertion {
  package func fault(of id: LinkID) -> InvalidID? { nil }

  package func shownName(of field: String) -> String { field }

  package func call(for match: MatchKey) -> (any UpsertCall)? { nil }

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
}

/// A provider's own upsert, of one row a request.
package protocol UpsertCall: Operation<NewLink> {
  /// How old a link must be when the first call is sent, to be told from one that the call has made.
  var blur: Duration { get }
}

extension UpsertCall {
  package var afterLoss: AfterLoss { .readBack }
}

extension Provider {
  /// A change as a row gives it; where the row is a link as the provider shows it, what makes the link so
  /// again, cleared fields included.
  package func change(back change: JSONObject, of id: String) -> JSONObject {
    let name = Int64(id) == nil ? JSONValue.string(id) : .number(JSONNumber(Int(id) ?? 0))
    let shown = JSONObject([JSONObject.Member("id", name)] + change.members)
    guard let table = modification?.fields, let restoration = creation.restoration(of: shown) else {
      return change
    }
    let cleared = table.fields.filter { $0.takesNull && change[$0.name] == .null }
    let fields = restoration.fields.members.filter { table.knows($0.name) }
    return JSONObject(fields + cleared.map { JSONObject.Member($0.name, .null) })
  }

  /// The fields of a row that are taken when a link that exists is changed: the others, such as the length
  /// of a key that the provider is to choose, only say how a link is made.
  package func changeable(_ row: JSONObject) -> JSONObject {
    JSONObject(
      row.members.filter {
        modification?.fields.knows($0.name) == true || !creation.fields.knows($0.name)
      })
  }

  /// The ID by which the row of an upsert names its link.
  package func ownID(_ text: String) throws(InvalidID) -> LinkID {
    let id = try linkID(text)
    if let fault = upsertion?.fault(of: id) { throw fault }
    return id
  }
}
