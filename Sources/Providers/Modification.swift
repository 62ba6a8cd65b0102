// What a provider says of changing links: its fields, the change of a row, and which changes may share a request.

package import Records

/// A change to one link: what goes to the provider for one row.
package struct Edit: Sendable, Equatable {
  package let id: LinkID
  /// The fields that change, as they are sent.
  package let change: JSONObject
  /// Edits travel together when their groups are equal; `nil` travels alone.
  ///
  /// Bytes, since texts that only look the same are equal to Swift.
  package let group: [UInt8]?
  /// By what it names its link, and whether that changes.
  package let naming: EditNaming
  /// Edits of different turns are never one, however equal they are.
  package var turn = 0
  /// The change as it is written, once for its comparison and its request.
  package let text: [UInt8]

  /// Without a naming the link has one name, the ID that the provider gave.
  package init(
    _ id: LinkID, _ change: JSONObject, _ naming: EditNaming? = nil,
    group: ([UInt8]) -> [UInt8]?
  ) {
    self.naming = naming ?? EditNaming(.own, id.text)
    text = JSONValue.object(change).bytes
    self.id = id
    self.change = change
    self.group = group(text)
  }

  package static func == (left: Edit, right: Edit) -> Bool {
    left.turn == right.turn && left.id == right.id && left.text == right.text
  }
}

/// How links are changed at a provider.
package protocol Modification: Operation<Edit> {
  /// The fields that can be changed.
  var fields: FieldTable { get }

  /// The field by which a change that names another link would do so.
  var idField: String { get }

  /// The edit of a row, refused where the provider is known to refuse it.
  func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit

  /// Why an ID that names a link elsewhere does not name the link of a row that may have to be created.
  func fault(ofOwn id: LinkID) -> InvalidID?

  /// Whether links are read before they are changed, since a change can do harm to some.
  var looksFirst: Bool { get }

  /// Why an edit must not be made to a link as it is.
  func refusal(of edit: Edit, at link: ShownLink) -> Refusal?

  /// Whether the edit, once it was made, can be why its link is not found any more.
  func canHide(_ edit: Edit) -> Bool

  /// Under which name a link shows what a field sets.
  func shownName(of field: String) -> String

  /// Whether a link that is shown has the value of a field.
  ///
  /// A value whose stored form is not known for certain counts as another one: a change that changes nothing
  /// does no harm, and a link that is called unchanged must be.
  func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool

  /// What of a row a link does not hold yet, as a change of it; empty when it is as asked.
  func change(of link: JSONObject, to row: JSONObject) -> JSONObject
}

extension Modification {
  /// Doing a change twice is the same as doing it once.
  package var afterLoss: AfterLoss { .resend }

  package func group(of edit: Edit) -> [UInt8]? { edit.group }

  package var idField: String { "id" }

  /// Any edits may share a request, where one takes several.
  package func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit {
    try fields.check(change, allowingUnknown: allowingUnknown)
    if change.members.isEmpty { throw .nothingToChange }
    if change[idField] != nil { throw .badValue(field: idField, reason: "names another link") }
    return Edit(id, change) { _ in limit.links > 1 ? [] : nil }
  }

  package func fault(ofOwn id: LinkID) -> InvalidID? { nil }

  package var looksFirst: Bool { false }

  package func refusal(of edit: Edit, at link: ShownLink) -> Refusal? { nil }

  /// An ID that the provider gave lasts.
  package func canHide(_ edit: Edit) -> Bool { false }

  package func shownName(of field: String) -> String { field }

  package func holds(_ link: JSONObject, _ field: JSONObject.Member) -> Bool {
    let stored = link[shownName(of: field.name)]
    switch (fields.field(field.name)?.form, stored?.string, field.value.string) {
    case (.url, let stored?, let sent?): return Sameness.ofURLs(stored, sent)
    case (.moment, let stored?, let sent?): return Sameness.ofMoments(stored, sent)
    case (_, let stored?, let sent?): return Sameness.ofTexts(stored, sent)
    default: return stored == field.value
    }
  }

  /// What every change must give goes along with whatever else is changed.
  package func change(of link: JSONObject, to row: JSONObject) -> JSONObject {
    let open = row.members.filter { !holds(link, $0) }
    if open.isEmpty { return JSONObject() }
    return JSONObject(
      row.members.filter { member in
        fields.field(member.name)?.isRequired == true || open.contains { $0.name == member.name }
      })
  }

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
