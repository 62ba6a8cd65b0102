// The fields of a link as a provider documents them, and what it is known to refuse.

package import Records

/// One field that a provider takes; a dotted name stands for a member of an object.
package struct Field: Sendable {
  /// What its value is in JSON.
  package enum Kind: Sendable, Equatable {
    case text
    case boolean
    case integer(ClosedRange<Int64>)
    case object
    /// A list of texts; a text with commas where the provider takes that too.
    case list
    /// A list of anything.
    case values
    /// A list of whole numbers.
    case integers
  }

  package let name: String
  package let kind: Kind
  /// What its text is, or the texts of an object's members are.
  package let form: FieldForm
  /// The most UTF-16 units of a text, as JavaScript counts them.
  package let longest: Int?
  /// Texts that cannot be its value.
  let excepted: [String]
  /// Whether `null` is taken; elsewhere a field is left out instead.
  package let takesNull: Bool
  package let isRequired: Bool
  /// Whether many links have the same value, so that one may be given for all rows.
  package let isShared: Bool
  /// What it is in the words that all providers share; `nil` where those have none for it.
  package let word: NeutralWord?
  let wordForm: WordForm
  /// Where links show it, a dotted name.
  let shownName: String
  /// What links show that nobody has given it to.
  let usual: JSONValue?
  /// What must be given beside it, where it comes from a neutral word.
  let beside: JSONObject
  private(set) var use = Use.given

  /// Who may give it.
  enum Use: Sendable { case given, inside, shown }

  /// `means` is its neutral word, in the form `as`, and `shown` where links show it if that is not under its own name.
  package init(
    _ name: String, _ kind: Kind = .text, form: FieldForm = .any, longest: Int? = nil,
    except excepted: [String] = [], takesNull: Bool = false, isRequired: Bool = false,
    isShared: Bool = false, means word: NeutralWord? = nil, as wordForm: WordForm = .same,
    shown: String? = nil, usual: JSONValue? = nil, beside: JSONObject = JSONObject()
  ) {
    self.name = name
    self.kind = kind
    self.form = form
    self.longest = longest
    self.excepted = excepted
    self.takesNull = takesNull
    self.isRequired = isRequired
    self.isShared = isShared
    self.word = word
    self.wordForm = wordForm
    shownName = shown ?? name
    self.usual = usual
    self.beside = beside
  }

  /// What links show and nobody can give, by its dotted name there.
  package static func shown(_ name: String, means word: NeutralWord, as form: WordForm = .same)
    -> Field
  {
    var field = Field(name, word.kind, means: word, as: form)
    field.use = .shown
    return field
  }

  /// A member of an object whose members are not listed, by its dotted name.
  package static func inside(
    _ name: String, means word: NeutralWord, as form: WordForm = .same, shown: String? = nil
  ) -> Field {
    var field = Field(name, word.kind, means: word, as: form, shown: shown)
    field.use = .inside
    return field
  }

  /// Why a value is refused, `nil` when it is not.
  func fault(_ value: JSONValue) -> String? {
    switch (kind, value) {
    case (_, .null): takesNull ? nil : "cannot be null; leave it out instead"
    case (.text, .string(let text)) where excepted.contains(text): "cannot be \"\(text)\""
    case (.text, .string(let text)): lengthFault(text) ?? form.fault(text)
    case (.object, .object(let object)): memberFault(object)
    case (.boolean, .bool), (.values, .array), (.integers, .array): nil
    case (.list, .string(let text)): lengthFault(text)
    case (.list, .array(let values)):
      values.allSatisfy { $0.string != nil } ? nil : "takes a list of texts"
    case (.integer(let range), .number(let number)):
      number.int64.map(range.contains) == true
        ? nil : "takes a whole number from \(range.lowerBound) to \(range.upperBound)"
    default: "takes \(expectation)"
    }
  }

  /// Whether a text of ASCII is seen to be taken at a glance; what is not is looked at closer.
  func takesAtOnce(_ text: Span<UInt8>) -> Bool {
    if let longest, text.count > longest { return false }
    guard excepted.isEmpty else { return false }
    switch (kind, form) {
    case (.text, .any), (.text, .name), (.list, .any): return true
    case (.text, .url): return URLHost.isPlain(text)
    case (.text, .moment): return SlashDate.beginsWithYear(text)
    default: return false
    }
  }

  /// The same of a number that has a few digits.
  func takesAtOnce(number text: Span<UInt8>) -> Bool {
    guard case .integer(let range) = kind, !text.isEmpty, text.count < 16,
      text.count == 1 || text[0] != UInt8(ascii: "0")
    else { return false }
    var number: Int64 = 0
    for index in text.indices {
      guard text[index] &- UInt8(ascii: "0") < 10 else { return false }
      number = number * 10 + Int64(text[index] &- UInt8(ascii: "0"))
    }
    return range.contains(number)
  }

  /// A value that is taken.
  var sample: JSONValue {
    switch kind {
    case .text: form == .url ? "https://example.com/" : "00000000-0000-4000-8000-000000000000"
    case .boolean: false
    case .integer(let range): .number(JSONNumber(Int(range.lowerBound)))
    case .object: .object(JSONObject())
    case .list, .values, .integers: []
    }
  }

  /// What is wrong with the texts of an object, where they have a form.
  private func memberFault(_ object: JSONObject) -> String? {
    guard form != .any else { return nil }
    for member in object.members {
      guard let fault = member.value.string.flatMap(form.fault) else { continue }
      return "has a member \(member.name) that \(fault)"
    }
    return nil
  }

  private func lengthFault(_ text: String) -> String? {
    guard let longest, text.utf8.count > longest, text.utf16.count > longest else { return nil }
    return "is longer than \(longest.grouped) characters"
  }

  private var expectation: String {
    switch kind {
    case .text: "text"
    case .boolean: "true or false"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .object: "an object"
    case .list: "a list of texts"
    case .values: "a list"
    case .integers: "a list of whole numbers"
    }
  }
}

/// Why a link object is refused before it is sent.
package enum InvalidLink: Error, Sendable, Equatable {
  /// The provider has no such fields; at least one.
  case unknownFields([String])
  case missingField(String)
  /// A change without a field.
  case nothingToChange
  /// The value of a field; the reason is half a sentence that follows the field's name.
  case badValue(field: String, reason: String)
}

/// All fields that an operation takes; a class, since it is asked for with every row.
package final class FieldTable: Sendable {
  package let fields: [Field]
  /// Which of them is which neutral word.
  let column: NeutralColumn
  private let places: NamePlaces
  private let required: [String]
  /// The same by the names under which links show them.
  let shownFields: [String: Field]
  /// The fields that give a link its key, the domain of that, the user's own ID, and its destination.
  package let key, domain, externalID, destination: String?
  /// Those of them that name a link, the best first.
  let naming: [String]
  /// The fields whose members are listed one by one.
  private let withMembers: Set<String>

  /// Takes all fields, and what links show besides, of which only neutral words speak.
  package init(_ all: [Field]) {
    let fields = all.filter { $0.use == .given }
    let places = NamePlaces(fields.map(\.name))
    func name(of word: NeutralWord) -> String? {
      fields.first { $0.word == word && $0.wordForm != .own }?.name
    }
    (key, domain) = (name(of: .slug), name(of: .domain))
    (externalID, destination) = (name(of: .externalID), name(of: .destination))
    naming = [key, externalID, destination].compactMap(\.self)
    self.fields = fields
    self.places = places
    required = fields.filter(\.isRequired).map(\.name)
    shownFields = Dictionary(fields.map { ($0.shownName, $0) }) { first, _ in first }
    column = NeutralColumn(all) { places[$0] != nil }
    withMembers = Set(
      fields.compactMap { field in
        field.name.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(field.name[..<$0]) }
      })
  }

  /// A destination and a text, as a header line may begin with them.
  package var headerSample: [String] {
    [FieldForm.url, .any].compactMap { form in
      fields.first { $0.kind == .text && $0.form == form }?.name
    }
  }

  /// Whether there is such a field, or a member of a field whose members are not listed.
  package func knows(_ name: String) -> Bool {
    if places[name] != nil { return true }
    guard let dot = name.firstIndex(of: "."), let place = places[String(name[..<dot])] else {
      return false
    }
    let outer = fields[place]
    return outer.kind == .object && !withMembers.contains(outer.name)
  }

  /// What needs no closer look in rows that give their link no name of its own.
  package var plainCells: PlainCells {
    let plain = fields.indices.filter { fields[$0].name != key && fields[$0].name != externalID }
    let places = Dictionary(plain.map { (fields[$0].name, $0) }) { first, _ in first }
    return PlainCells(places, required: required) { [fields] place, text in
      fields[place].takesAtOnce(text) || fields[place].takesAtOnce(number: text)
    }
  }

  /// The field of a name, where it is listed.
  func field(_ name: String) -> Field? { places[name].map { fields[$0] } }

  /// Refuses what the provider is known to refuse; a member of an object is looked up by its dotted name.
  package func check(_ link: JSONObject, allowingUnknown: Bool) throws(InvalidLink) {
    for name in required where !link.holds(name) { throw .missingField(name) }
    var unknown: [String] = []
    if let row = link.written {
      try check(row, &unknown)
    } else {
      let members = link.members.span
      for index in members.indices {
        try check(members[index].name, members[index].value, &unknown, isInside: false)
      }
    }
    guard unknown.isEmpty || allowingUnknown else { throw .unknownFields(unknown) }
  }

  /// The same of a row as it is written, of which values are made where a glance does not suffice.
  private func check(_ row: WrittenRow, _ unknown: inout [String]) throws(InvalidLink) {
    let (names, bytes) = (row.names, row.bytes)
    for place in names.indices where row.has(place) {
      if let field = places[names[place]] {
        let text = row.plainText(at: place)
        if let text, fields[field].takesAtOnce(bytes.span.extracting(text)) { continue }
        if fields[field].kind == .list, row.isListOfTexts(at: place) { continue }
      }
      if let value = row.value(at: place) {
        try check(names[place], value, &unknown, isInside: false)
      }
    }
  }

  private func check(
    _ name: String, _ value: JSONValue, _ unknown: inout [String], isInside: Bool
  ) throws(InvalidLink) {
    guard let place = places[name] else { return unknown.append(name) }
    if !isInside, name.utf8.contains(UInt8(ascii: ".")) {
      throw .badValue(field: name, reason: "is a member; in JSON it goes inside its object")
    }
    if let reason = fields[place].fault(value) { throw .badValue(field: name, reason: reason) }
    guard case .object(let object) = value, fields[place].kind == .object,
      withMembers.contains(name)
    else { return }
    for member in object.members {
      try check("\(name).\(member.name)", member.value, &unknown, isInside: true)
    }
  }

}
