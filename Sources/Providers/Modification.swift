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
  init(
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

  /// The edit of a row, refused where the provider is known to refuse it.
  func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit

  /// Whether the edit, once it was made, can be why its link is not found any more.
  func canHide(_ edit: Edit) -> Bool
}

extension Modification {
  /// Doing a change twice is the same as doing it once.
  package var afterLoss: AfterLoss { .resend }

  package func group(of edit: Edit) -> [UInt8]? { edit.group }

  /// An ID that the provider gave lasts.
  package func canHide(_ edit: Edit) -> Bool { false }
}
