// From the columns of a file, or from assignments, to the fields of a provider.

import Arguments
import Bulk
import Providers
import Records

/// What a provider's fields mean for an input: types of cells, names of columns, and words for what is wrong.
struct FieldColumns {
  let words: FieldWords
  private let fields: FieldTable
  private let names: RowWords
  private let options: FieldOptions
  private var allowsUnknown: Bool { options.allowUnknown }

  init(_ fields: FieldTable, title: String, _ options: FieldOptions) {
    self.fields = fields
    names = RowWords(fields)
    self.options = options
    words = FieldWords(fields, title: title)
  }

  /// Whether a row may have something under a name: a field's, a neutral word's, or what another provider calls one.
  private func knows(_ name: String) -> Bool { names.takes(name) }

  /// The same of a column, in a file that may be of neutral words.
  private func knows(_ name: String, among columns: [String]) -> Bool {
    knows(name) || columns.first == NeutralLink.mark && NeutralLink.columns.contains(name)
  }

  /// The objects of some inputs; columns that are no fields are refused before any row.
  func rows(of sources: [InputSource], ids: RowShape.IDs) throws(Failure) -> ObjectRowReader {
    let shape = try shape(ids)
    var readers: [ObjectRowReader] = []
    for source in sources {
      do throws(InputError) {
        readers.append(try source.objectRows(shape))
      } catch {
        throw Failure(error, ofLinks: true)
      }
      if let columns = readers.last?.columns {
        try check(columns, source.name.place(line: readers.last?.headerLine))
      }
    }
    return ObjectRowReader(joining: readers)
  }

  /// Refuses columns that are no fields.
  private func check(_ columns: [String], _ place: String) throws(Failure) {
    let unknown = columns.filter { !knows($0, among: columns) }
    if unknown.isEmpty || allowsUnknown { return }
    let fault = "\(place): " + words.of(.unknownFields(unknown))
    let doubt = HeaderDoubt(columns) { knows($0) }
    if let doubt, doubt == .curlyQuotes || unknown.count == columns.count {
      let names = fields.headerSample.prefix(columns.count)
      throw Failure(fault, hint: "nothing was sent; " + doubt.hint(naming: Array(names)))
    }
    throw Failure(
      fault, hint: "nothing was sent; " + Self.leavingOut(unknown, of: columns),
      "--map FIELD=COLUMN says which column holds a field, and --allow-unknown-fields sends it as it"
        + " is; \"linkctl providers NAME\" lists the fields")
  }

  /// What to type to go on without some columns.
  private static func leavingOut(_ unknown: [String], of columns: [String]) -> String {
    let isShort = unknown.count <= 20 && !unknown.contains { $0.contains(",") }
    let names = isShort ? unknown : columns.filter { !unknown.contains($0) }
    return
      (isShort ? "to leave them out: --ignore-fields " : "to leave all others out: --only-fields ")
      + ShellText.word(names.joined(separator: ","))
  }

  /// The change that assignments make, refused once where every row would be refused for it.
  func object(
    of assignments: [Assignment], refused fault: (JSONObject) -> InvalidLink?
  ) throws(Failure) -> JSONObject {
    let object = try object(of: assignments)
    guard !assignments.isEmpty, let fault = fault(object) else { return object }
    throw wrongValue(words.of(fault))
  }

  private func wrongValue(_ words: String) -> Failure {
    Failure(
      "--set: " + words,
      hint: "nothing was sent; \"linkctl providers NAME\" tells what each field takes")
  }

  private func object(of assignments: [Assignment]) throws(Failure) -> JSONObject {
    for assignment in assignments where !allowsUnknown && !knows(assignment.field) {
      throw Failure(
        "--set: " + words.of(.unknownFields([assignment.field])),
        hint: "--allow-unknown-fields sends it as it is",
        "\"linkctl providers NAME\" lists the fields")
    }
    let shape = try shape(.none)
    do throws(RowFault) {
      let own = names.own(try shape.object(of: assignments), at: "")
      if let fault = own.fault { throw fault }
      return own.object
    } catch {
      throw wrongValue(error.words)
    }
  }

  /// What becomes of the columns of a file without types.
  private func shape(_ ids: RowShape.IDs) throws(Failure) -> RowShape {
    var shape = RowShape(ids: ids)
    for word in NeutralWord.allCases { shape.types[word.rawValue] = CellType(word.kind) }
    for (name, word) in names.foreign { shape.types[name] = CellType(word.kind) }
    for field in fields.fields { shape.types[field.name] = CellType(field.kind) }
    for field in options.selection.only where !knows(field) && !allowsUnknown {
      throw Failure(
        "--only-fields: " + words.of(.unknownFields([field])),
        hint: "nothing was sent; \"linkctl providers NAME\" lists the fields")
    }
    shape.selection = options.selection
    // By which a file of neutral words is known.
    if !shape.selection.only.isEmpty { shape.selection.only.append(NeutralLink.mark) }
    for mapping in options.mappings {
      guard knows(mapping.field) || allowsUnknown else {
        throw Failure(
          "--map: " + words.of(.unknownFields([mapping.field])),
          hint: "the field comes before the equals sign, the column after it")
      }
      shape.columns[mapping.field] = mapping.column
    }
    return shape
  }
}

/// A field and the column that holds it.
struct FieldMapping: Sendable, Equatable {
  let field: String
  let column: String

  /// `FIELD=COLUMN`, neither empty.
  init?(_ text: String) {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    field = String(text[..<equals])
    column = String(text[text.index(after: equals)...])
    if field.isEmpty || column.isEmpty { return nil }
  }
}

extension CellType {
  fileprivate init(_ kind: Field.Kind) {
    self =
      switch kind {
      case .text: .text
      case .boolean: .boolean
      case .integer: .number
      case .object: .object
      case .list, .values: .list
      case .integers: .numberList
      }
  }
}
