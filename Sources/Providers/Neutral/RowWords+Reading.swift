// A row in neutral words, or with some of them or of other providers' names beside the provider's own, in the fields of a
// provider.

import HTTP
package import Records

/// A row taken apart: what is under the provider's own names, and what is under others.
private struct SortedRow {
  /// A word that a row gives, and by which name.
  struct Said {
    let name: String
    let word: NeutralWord
    let value: JSONValue
  }

  let isMarked: Bool
  var own: [JSONObject.Member] = []
  var said: [Said] = []
  var parameters: [JSONObject.Member] = []
}

extension RowWords {
  /// A row with the provider's own names for what is in it, and the words that the provider does not take.
  ///
  /// A name that the provider has itself for something else keeps that meaning, but for rows that say that they are in
  /// neutral words. A row that gives a field by two names has a fault: nobody knows which one counts.
  package func own(_ row: JSONObject, at provider: String) -> NeutralShape {
    guard areIn(row) else { return NeutralShape(object: row) }
    let sorted = sorted(row)
    let origin = sorted.isMarked ? row.members.first?.value.string : nil
    let isElsewhere = origin.flatMap(ProviderList.named).map { $0.name != provider } ?? false
    var shape = NeutralShape(object: JSONObject(sorted.own))
    var names: [NeutralWord: String] = [:]
    for said in sorted.said {
      let place = table.column.given[said.word]
      if let place, shape.object.value(at: place.path) != nil {
        let first = names[said.word] ?? place.field.name
        shape.fault = shape.fault ?? .conflictingMembers(first, said.name)
        continue
      }
      names[said.word] = said.name
      let isTaken = !(said.word.isOfProvider && isElsewhere)
      if isTaken, take(said.word, said.value, &shape.object) { continue }
      if sorted.isMarked {
        if said.value.holdsSomething { shape.leftOut.append(said.word.rawValue) }
      } else if let place {
        // What the field cannot have is for the check of the fields.
        shape.object = shape.object.setting(said.value, at: place.path)
      }
    }
    take(sorted.parameters, &shape)
    return shape
  }

  private func sorted(_ row: JSONObject) -> SortedRow {
    var sorted = SortedRow(isMarked: NeutralLink.isNeutral(row))
    for member in row.members where !(sorted.isMarked && member.name == NeutralLink.mark) {
      let inside = foreignMembers(of: member)
      if case .object(let object) = member.value, isParameters(member.name, sorted.isMarked) {
        sorted.parameters = object.members
      } else if case .object(let object) = member.value, !inside.isEmpty {
        for (word, inner) in inside {
          guard let value = object[inner] else { continue }
          sorted.said.append(.init(name: member.name + "." + inner, word: word, value: value))
        }
        // The rest stays what it is, for the check of the fields.
        let rest = object.members.filter { member in !inside.contains { $0.inner == member.name } }
        if !rest.isEmpty { sorted.own.append(.init(member.name, .object(JSONObject(rest)))) }
      } else if let word = word(member, sorted.isMarked) {
        sorted.said.append(.init(name: member.name, word: word, value: member.value))
      } else if !sorted.isMarked || member.name != NeutralLink.id {
        // Not the ID that it has elsewhere; where rows name links by it, it was taken out before.
        sorted.own.append(member)
      }
    }
    return sorted
  }

  /// Whether an object of that name is the utm parameters.
  private func isParameters(_ name: String, _ isMarked: Bool) -> Bool {
    name == NeutralWord.parameterObject
      && (isMarked || table.column.otherNames.contains(NeutralWord.parameterObject))
  }

  /// The word that a member is, if it is not the provider's own.
  private func word(_ member: JSONObject.Member, _ isMarked: Bool) -> NeutralWord? {
    guard let word = NeutralWord(rawValue: member.name) else { return foreign[member.name] }
    if isMarked { return word }
    let isOther = table.column.otherNames.contains(member.name)
    return isOther && !isOwn(member, word) ? word : nil
  }

  /// Whether a member is the provider's own field of that name, and not the word for what is inside of it.
  private func isOwn(_ member: JSONObject.Member, _ word: NeutralWord) -> Bool {
    guard let field = table.field(member.name) else { return false }
    if case .object = member.value { return true }
    return field.kind != .object || table.column.given[word]?.path.first != field.name
  }

  /// Gives a word to an object; `false` where the provider does not take it.
  ///
  /// A value of a wrong type is taken too, since the check of the fields says best what is wrong with it.
  private func take(
    _ word: NeutralWord, _ value: JSONValue, _ object: inout JSONObject
  ) -> Bool {
    guard let place = table.column.given[word], let own = place.field.own(value) else {
      return false
    }
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
      if let place = table.column.given[word], shape.object.value(at: place.path) != nil {
        shape.fault = shape.fault ?? .conflictingMembers(place.field.name, name)
        continue
      }
      if take(word, member.value, &shape.object) { continue }
      guard let path = table.column.given[.destination]?.path, let value = member.value.string,
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
