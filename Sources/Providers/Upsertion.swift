// What a provider says of changing the link that a row names and creating it where there is none: by what rows can
// name links. How such names are compared its creates say, and what of a row a link does not hold yet its changes.

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
package struct Upsertion: Sendable {
  /// By what rows can name links here.
  package let matches: [MatchKey]
  /// How it is done, half a sentence for people.
  package let way: String
  private let calls: [MatchKey: any UpsertCall]

  /// `calls` are the provider's own, where they mean by a match what the user means: such a call finds the link of
  /// one row and changes it, or creates it, and may be sent again where it finds what the first one made, or where
  /// a name that no two links can have keeps it from making another.
  package init(
    _ matches: [MatchKey], way: String = "a look-up a row, then create and update",
    calls: [MatchKey: any UpsertCall] = [:]
  ) {
    self.matches = matches
    self.way = way
    self.calls = calls
  }

  /// The provider's own call for a match.
  package func call(for match: MatchKey) -> (any UpsertCall)? { calls[match] }
}

/// A provider's own upsert, of one row a request.
package protocol UpsertCall: Operation<NewLink> {
  /// How old a link must be when the first call is sent, to be told from one that the call has made.
  var blur: Duration { get }
}

extension UpsertCall {
  package var afterLoss: AfterLoss { .readBack }
}

/// All that changing links and creating those that are not there takes of a provider.
package struct UpsertMeans: Sendable {
  package let provider: any Provider
  package let upsertion: Upsertion
  package let modification: any Modification
  package let creation: any Creation
}

extension Provider {
  /// What upserts are made of; `nil` where any of it is lacking.
  package var upsertMeans: UpsertMeans? {
    guard let upsertion, let modification, let creation else { return nil }
    return UpsertMeans(
      provider: self, upsertion: upsertion, modification: modification, creation: creation)
  }

  /// A change as a row gives it; where the row is a link as the provider shows it, what makes the link so
  /// again, cleared fields included.
  package func change(back change: JSONObject, of id: String) -> JSONObject {
    let name = Int64(id) == nil ? JSONValue.string(id) : .number(JSONNumber(Int(id) ?? 0))
    let shown = JSONObject([JSONObject.Member("id", name)] + change.members)
    guard let table = modification?.fields, let restoration = creation?.restoration(of: shown)
    else { return change }
    let cleared = table.fields.filter { $0.takesNull && change[$0.name] == .null }
    let fields = restoration.fields.members.filter { table.knows($0.name) }
    return JSONObject(fields + cleared.map { JSONObject.Member($0.name, .null) })
  }
}

extension UpsertMeans {
  /// The fields of a row that are taken when a link that exists is changed: the others, such as the length
  /// of a key that the provider is to choose, only say how a link is made.
  package func changeable(_ row: JSONObject) -> JSONObject {
    JSONObject(
      row.members.filter {
        modification.fields.knows($0.name) || !creation.fields.knows($0.name)
      })
  }

  /// The ID by which the row of an upsert names its link.
  package func ownID(_ text: String) throws(InvalidID) -> LinkID {
    let id = try provider.linkID(text)
    if let fault = modification.fault(ofOwn: id) { throw fault }
    return id
  }
}
