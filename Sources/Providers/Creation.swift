// What a provider says of creating links: its fields, the link of a row, and whose a link is that was found. What
// follows from the fields alone, and from what they mean, is said here.

package import Records

/// How links are created at a provider.
package protocol Creation: Operation<NewLink> {
  /// The fields that a link may have.
  var fields: FieldTable { get }

  /// Refuses what the provider is known to refuse and what no single field tells.
  func check(_ fields: JSONObject) throws(InvalidLink)

  /// The fields whose texts a link shows as they were given, but for their form.
  var keptTexts: [String] { get }

  /// Whether a row that gives its link no name is right where each of its fields is by itself, so that most need not be
  /// looked at closer.
  var isJudgedByFields: Bool { get }

  /// The link of a row, refused where the provider is known to refuse it.
  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink

  /// The name by which rows of an upsert name their links, in the form in which the provider compares it.
  ///
  /// Refused where the row does not name its link so, and where the provider would not find it again.
  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String]

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

  package func check(_ fields: JSONObject) throws(InvalidLink) {}

  package var isJudgedByFields: Bool { false }

  package func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    try check(fields)
    try self.fields.check(fields, allowingUnknown: allowingUnknown)
    return NewLink(row: row, fields: fields, in: self.fields)
  }

  package func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String] {
    switch match {
    case .id: return []
    case .externalID:
      guard let id = link.externalID else { throw .missingField(fields.externalID ?? "") }
      return [id]
    case .key:
      guard let key = link.key else { throw .missingField(fields.key ?? "") }
      return [key.domain ?? "", key.key]
    case .url: return [destination(of: link.fields) ?? ""]
    }
  }

  package var keptTexts: [String] { [] }

  package var namesConflicts: Bool { false }

  package func restoration(of shown: JSONObject) -> Restoration? { nil }

  package func contradicts(_ shown: ShownLink, _ link: NewLink) -> Bool {
    guard let id = link.externalID, let stored = shown.externalID else { return false }
    return !Sameness.ofTexts(stored, id)
  }

  /// Whether anything that a link shows cannot be of a row, so that it is another's, however young.
  package func isAnothers(_ shown: ShownLink, than link: NewLink) -> Bool {
    contradicts(shown, link) || shown.object.saysOtherwise(than: link.fields, in: keptTexts)
  }

  /// Whether a link leads where no rewriting of the row's destination leads.
  package func leadsElsewhere(_ shown: ShownLink, than link: NewLink) -> Bool {
    EchoedURL.differ(destination(of: shown.object) ?? "", destination(of: link.fields) ?? "")
  }

  /// Links show their destination under the name that a row gives it.
  package func isSame(_ shown: ShownLink, as link: NewLink) -> Bool {
    guard !contradicts(shown, link), let sent = destination(of: link.fields),
      let stored = destination(of: shown.object)
    else { return false }
    return Sameness.ofURLs(stored, sent)
  }

  /// Whether a link that an answer shows can be a row's, in whatever form its texts were written anew: of a key
  /// characters may have been dropped, and a destination leads to the same place as far as all parsers agree.
  package func canBe(_ shown: ShownLink, _ link: NewLink) -> Bool {
    if let asked = link.key, let key = shown.key, !key.exact.isMadeOf(asked.exact) { return false }
    guard let sent = destination(of: link.fields), let stored = destination(of: shown.object) else {
      return false
    }
    return !EchoedURL.differ(stored, sent)
  }

  private func destination(of link: JSONObject) -> String? {
    fields.destination.flatMap { link[$0]?.string }
  }

  /// The bytes of `limit` that a link takes; where bytes are not bounded, none are counted.
  package func bytes(of link: NewLink) -> Int { limit.bytes < .max ? link.json.count + 1 : 0 }

  /// What names the link of a row in a result that shows no ID: its key, its external ID, or its destination.
  package func name(of row: JSONObject) -> String? {
    row.firstText(under: fields.naming)
  }
}

extension String {
  /// Whether it is left of a text when characters are dropped.
  fileprivate func isMadeOf(_ text: String) -> Bool {
    var rest = text[...]
    return allSatisfy { character in
      guard let place = rest.firstIndex(of: character) else { return false }
      rest = rest[place...].dropFirst()
      return true
    }
  }
}
