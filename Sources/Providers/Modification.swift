// What a provider says of changing links: how many changes one request carries, and which of them may
// share one.

package import HTTP
package import Records

/// A change to one link: what goes to the provider for one row.
package struct Edit: Sendable, Hashable {
  package let id: LinkID
  /// The fields that change, as they are sent.
  package let change: JSONObject
  /// Edits travel together when their groups are equal; `nil` travels alone.
  ///
  /// Bytes, since texts that only look the same are equal to Swift.
  package let group: [UInt8]?
  /// Edits of different turns are never one, however equal they are.
  package var turn = 0
  /// The change in a form that can be compared quickly.
  package let text: [UInt8]

  init(_ id: LinkID, _ change: JSONObject, group: ([UInt8]) -> [UInt8]?) {
    text = JSONValue.object(change).bytes
    self.id = id
    self.change = change
    self.group = group(text)
  }

  package static func == (left: Edit, right: Edit) -> Bool {
    left.turn == right.turn && left.id == right.id && left.text == right.text
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(text)
  }
}

/// How links are changed at a provider.
///
/// Doing a change twice is the same as doing it once.
package protocol Modification: Sendable {
  /// Links in one request, where they travel together.
  var limit: BatchLimit { get }

  /// How it is done and answered, half a sentence for people.
  var way: String { get }

  /// The fields that can be changed.
  var fields: FieldTable { get }

  /// The edit of a row, refused where the provider is known to refuse it.
  func edit(
    _ id: LinkID, _ change: JSONObject, allowingUnknown: Bool
  ) throws(InvalidLink) -> Edit

  /// The request for edits of one group that are within the limit, or for one edit.
  func request(for edits: [Edit]) -> HTTPRequest

  /// Whether the edit, once it was made, can be why its link is not found any more.
  func canHide(_ edit: Edit) -> Bool

  /// By what the edit names its link, and whether that changes.
  func naming(of edit: Edit) -> EditNaming

  /// What the answer to that request means.
  func read(_ response: HTTPResponse, for edits: [Edit]) -> Answer<ModificationReport>
}

extension Modification {
  /// A link has one name, the ID that the provider gave.
  package func naming(of edit: Edit) -> EditNaming { EditNaming(.own, edit.id.text) }

  /// An ID that the provider gave lasts.
  package func canHide(_ edit: Edit) -> Bool { false }
}

/// What a successful answer tells of the edits that were asked for.
package struct ModificationReport: Sendable {
  /// The links as they are now.
  package var updated: [Edit: JSONObject] = [:]
  package var notFound: [Edit: Refusal] = [:]
  package var refused: [Edit: Refusal] = [:]

  package init() {}
}
