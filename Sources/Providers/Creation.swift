// What a provider says of creating links: its fields, the link of a row, and whose a link is that was found.

package import Records

/// How links are created at a provider.
package protocol Creation: Operation<NewLink> {
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

  /// Whether a row that is refused for a link that is in its way is refused alone and with the code `conflict`, so that
  /// nothing need be looked for beforehand.
  var namesConflicts: Bool { get }

  /// Whether the names that a link shows are not those that a row gives it, so that it is another's.
  func contradicts(_ shown: ShownLink, _ link: NewLink) -> Bool

  /// Whether a link that was found leads where a row asks for, under the row's names.
  func isSame(_ shown: ShownLink, as link: NewLink) -> Bool
}

extension Creation {
  /// A second one would be a second link, or be refused for the first.
  package var afterLoss: AfterLoss { .readBack }

  package var externalIDField: String? { nil }

  package var namesConflicts: Bool { false }

  package func restoration(of shown: JSONObject) -> Restoration? { nil }

  package func contradicts(_ shown: ShownLink, _ link: NewLink) -> Bool {
    guard let id = link.externalID, let stored = shown.externalID else { return false }
    return !Sameness.ofTexts(stored, id)
  }

  /// The bytes of `limit` that a link takes; where bytes are not bounded, none are counted.
  package func bytes(of link: NewLink) -> Int { limit.bytes < .max ? link.json.count + 1 : 0 }

  /// What names the link of a row in a result that shows no ID: its key, its external ID, or its destination.
  package func name(of row: JSONObject) -> String? {
    for field in namingFields {
      guard let value = row[field] else { continue }
      let text = value.string ?? value.number?.text ?? ""
      if !text.isEmpty { return text }
    }
    return nil
  }
}
