// A provider's link in neutral words.

import HTTP
package import Records

/// A link in neutral words, and what of it they have no room for.
package struct NeutralShape: Sendable, Equatable {
  package var object: JSONObject
  /// Fields that hold something and are not among the words, by their names.
  package var leftOut: [String] = []
  /// Why a row that was put into a provider's fields cannot be one: it says the same twice.
  package var fault: RowFault?
}

extension FieldTable {
  /// A link as a provider shows it, in neutral words as far as it has something for them.
  package func neutral(_ link: ShownLink, from provider: String) -> NeutralShape {
    var words: [NeutralWord: JSONValue] = [:]
    for place in column.shown where words[place.word] == nil {
      guard let value = link.object.value(at: place.path) else { continue }
      words[place.word] = place.neutral(value)
    }
    Self.fill(&words, from: link)
    var object: JSONObject = [NeutralLink.mark: .string(provider)]
    if let id = link.id { object.append(NeutralLink.id, .string(id)) }
    for word in NeutralWord.allCases where word.parameter == nil || word == .utmSource {
      if word == .utmSource {
        let utm = NeutralWord.parameters.compactMap { word in
          words[word].map { JSONObject.Member(String(word.rawValue.dropFirst(4)), $0) }
        }
        if !utm.isEmpty { object.append(NeutralWord.parameterObject, .object(JSONObject(utm))) }
      } else if let value = words[word] {
        object.append(word.rawValue, value)
      }
    }
    return NeutralShape(object: object, leftOut: leftOut(of: link.object, words))
  }

  /// What every link shows, and the parameters that stand in its destination: they are where it leads.
  private static func fill(_ words: inout [NeutralWord: JSONValue], from link: ShownLink) {
    if let url = words[.destination]?.string {
      let (destination, parameters) = UTMParameters.apart(from: url)
      words[.destination] = .string(destination)
      for (word, value) in parameters { words[word] = .string(value) }
    }
    if words[.externalID] == nil { words[.externalID] = link.externalID.map { .string($0) } }
    if words[.created] == nil { words[.created] = link.made.map { .string($0) } }
    guard words[.domain] == nil || words[.slug] == nil,
      let (host, path) = link.shortURL.flatMap(ShortURL.parts)
    else { return }
    if words[.domain] == nil { words[.domain] = .string(host) }
    if words[.slug] == nil { words[.slug] = .string(PercentEncoding.decode(path) ?? path) }
  }

  /// The fields that a row could give, that a link holds, and that no word stands for.
  private func leftOut(
    of link: JSONObject, _ words: [NeutralWord: JSONValue], inside outer: [String] = []
  ) -> [String] {
    var names: [String] = []
    for member in link.members where member.value.holdsSomething {
      let path = outer + [member.name]
      let places = column.shown.filter { $0.path.starts(with: path) }
      if places.contains(where: { $0.path == path && words[$0.word] != nil }) { continue }
      if case .object(let inner) = member.value, places.contains(where: { $0.path != path }) {
        names += leftOut(of: inner, words, inside: path)
      } else if !outer.isEmpty || shows(member) {
        names.append(path.joined(separator: "."))
      }
    }
    return names
  }

  /// Whether a member is a field that can be given, and says more than what is usual.
  private func shows(_ member: JSONObject.Member) -> Bool {
    shownFields[member.name].map { $0.usual != member.value && $0.wordForm != .givenOnly } ?? false
  }
}

extension NeutralColumn.Place {
  /// A value that a link shows, as the word has it; `nil` where there is nothing, or nothing that can be said.
  fileprivate func neutral(_ value: JSONValue) -> JSONValue? {
    guard field.wordForm != .own, value != .null else { return nil }
    switch (word, value) {
    case (.tags, .array(let tags)):
      let names = tags.compactMap { $0.string ?? $0["name"]?.string }
      guard !names.isEmpty, names.count == tags.count else { return nil }
      return .array(names.map { .string($0) })
    case (.tags, _): return nil
    case (.archived, .bool), (.clicks, .number): return value
    case (.archived, _), (.clicks, _): return nil
    case (_, .number(let number)) where field.wordForm == .milliseconds:
      return number.double.flatMap { Int64(exactly: $0.rounded()) }
        .map { .string(ISODate.text(milliseconds: $0)) }
    case (_, .string("")): return nil
    case (_, .string): return value
    case (_, .number(let number)): return .string(number.text)
    default: return nil
    }
  }
}
