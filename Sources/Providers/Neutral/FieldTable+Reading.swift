// A row in neutral words, or with some of them beside the provider's own names, in the fields of a provider.

import HTTP
package import Records

extension FieldTable {
  /// Whether a row says that it is in neutral words, or has some beside the provider's own names.
  ///
  /// Asked of every row, so it looks at names alone.
  package func hasWords(_ row: JSONObject) -> Bool {
    NeutralLink.isNeutral(row) || row.firstName { column.otherNames[$0] != nil } != nil
  }

  /// Whether a row with this name may have words in it.
  package func isWord(_ name: String) -> Bool {
    name == NeutralLink.mark || column.otherNames[name] != nil
  }

  /// A row with the provider's own names for the words in it, and the words that the provider does not take.
  ///
  /// A name that the provider has itself for something else keeps that meaning, but for rows that say that they are in
  /// neutral words.
  package func own(_ row: JSONObject, at provider: String) -> NeutralShape {
    guard NeutralLink.isNeutral(row) else { return ownBeside(row) }
    let origin = row.members.first?.value.string.flatMap(ProviderList.named)?.name
    var shape = NeutralShape(object: JSONObject())
    var parameters: [JSONObject.Member] = []
    for member in row.members where member.name != NeutralLink.mark {
      switch (NeutralWord(rawValue: member.name), member.value) {
      case (nil, .object(let utm)) where member.name == NeutralWord.parameterObject:
        parameters = utm.members
      case (nil, _):
        // The ID that it has elsewhere; where rows name links by it, it was taken out before.
        if member.name != NeutralLink.id { shape.object.append(member.name, member.value) }
      case (let word?, let value):
        let isElsewhere = word.isOfProvider && origin != nil && origin != provider
        if !isElsewhere, take(word, value, &shape.object) { continue }
        if value.holdsSomething { shape.leftOut.append(word.rawValue) }
      }
    }
    take(parameters, &shape)
    return shape
  }

  /// A row in the provider's own names, with words among them.
  private func ownBeside(_ row: JSONObject) -> NeutralShape {
    guard hasWords(row) else { return NeutralShape(object: row) }
    var shape = NeutralShape(object: JSONObject())
    var words: [(NeutralWord, JSONValue)] = []
    var parameters: [JSONObject.Member] = []
    for member in row.members {
      let isOther = column.otherNames[member.name] != nil
      switch (NeutralWord(rawValue: member.name), member.value) {
      case (nil, .object(let utm)) where isOther: parameters = utm.members
      case (let word?, let value) where isOther && !isOwn(member, word):
        words.append((word, value))
      default: shape.object.append(member.name, member.value)
      }
    }
    for (word, value) in words {
      // Where the row says it twice, it is for the provider's check to refuse.
      guard let path = column.given[word]?.path, shape.object.value(at: path) == nil else {
        shape.object.append(word.rawValue, value)
        continue
      }
      // What the field cannot have is for that check too.
      if !take(word, value, &shape.object) {
        shape.object = shape.object.setting(value, at: path)
      }
    }
    take(parameters, &shape)
    return shape
  }

  /// Whether a member is the provider's own field of that name, and not the word for what is inside of it.
  private func isOwn(_ member: JSONObject.Member, _ word: NeutralWord) -> Bool {
    guard let field = field(member.name) else { return false }
    if case .object = member.value { return true }
    return field.kind != .object || column.given[word]?.path.first != field.name
  }

  /// Gives a word to an object; `false` where the provider does not take it.
  ///
  /// A value of a wrong type is taken too, since the check of the fields says best what is wrong with it.
  private func take(
    _ word: NeutralWord, _ value: JSONValue, _ object: inout JSONObject
  ) -> Bool {
    guard let place = column.given[word], let own = place.field.own(value) else { return false }
    object = object.setting(own, at: place.path)
    if value.holdsSomething, !place.field.beside.members.isEmpty {
      object = object.merging(place.field.beside)
    }
    return true
  }

  /// Gives the utm parameters: as fields, or in the destination where there are none.
  private func take(_ parameters: [JSONObject.Member], _ shape: inout NeutralShape) {
    for member in parameters {
      let name = NeutralWord.parameterObject + "." + member.name
      guard let word = NeutralWord(rawValue: name) else {
        if member.value.holdsSomething { shape.leftOut.append(name) }
        continue
      }
      if take(word, member.value, &shape.object) { continue }
      guard let path = column.given[.destination]?.path, let value = member.value.string,
        !value.isEmpty, let url = shape.object.value(at: path)?.string
      else {
        if member.value.holdsSomething { shape.leftOut.append(name) }
        continue
      }
      let destination = UTMParameters.adding(word, value, to: url)
      shape.object = shape.object.setting(.string(destination), at: path)
    }
  }
}

extension Field {
  /// A word's value as the field takes it; `nil` where that cannot be, since it means something elsewhere alone.
  fileprivate func own(_ value: JSONValue) -> JSONValue? {
    switch (kind, value) {
    case (_, .null): return value
    case (.integer, .string(let text)):
      return Int64(text).map { .number(JSONNumber(Int($0))) }
    case (.integers, _) where word == .tags: return nil
    case (.list, .string(let text)):
      let names = text.split(separator: ",").map { String($0).trimmingWhitespace() }
      return .array(names.filter { !$0.isEmpty }.map { .string($0) })
    case (_, .string(let text)) where wordForm == .milliseconds:
      return ISODate.milliseconds(text).map { .number(JSONNumber(Int($0))) } ?? value
    case (.text, .number(let number)): return .string(number.text)
    default: return value
    }
  }
}
