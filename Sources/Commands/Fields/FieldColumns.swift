// From the columns of a file, or from assignments, to the fields of a provider.

import Bulk
import Providers
import Records

/// What a provider's fields mean for an input: types of cells, names of columns, and words for what is wrong.
struct FieldColumns {
  let words: FieldWords
  private let fields: FieldTable
  private let mappings: [FieldMapping]
  private let allowsUnknown: Bool

  init(_ fields: FieldTable, title: String, _ mappings: [FieldMapping], allowsUnknown: Bool) {
    self.fields = fields
    self.mappings = mappings
    self.allowsUnknown = allowsUnknown
    words = FieldWords(fields, title: title)
  }

  /// The objects of an input; a column that is no field is refused before any row.
  func rows(of source: InputSource, ids: RowShape.IDs) throws(Failure) -> ObjectRowReader {
    let shape = try shape(ids)
    let objects: ObjectRowReader
    do throws(InputError) {
      objects = try source.objectRows(shape)
    } catch {
      throw Failure(error)
    }
    for column in objects.columns ?? [] where !allowsUnknown && !fields.knows(column) {
      throw Failure(
        "\(source.name.place(line: objects.headerLine)): " + words.of(.unknownField(column)),
        hint: "nothing was sent; --map FIELD=COLUMN says which column holds a field,"
          + " and --allow-unknown-fields sends it as it is",
        "\"linkctl providers NAME\" lists the fields")
    }
    return objects
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
    for assignment in assignments where !allowsUnknown && !fields.knows(assignment.field) {
      throw Failure(
        "--set: " + words.of(.unknownField(assignment.field)),
        hint: "--allow-unknown-fields sends it as it is",
        "\"linkctl providers NAME\" lists the fields")
    }
    let shape = try shape(.none)
    do throws(RowFault) {
      return try shape.object(of: assignments)
    } catch {
      throw wrongValue(error.words)
    }
  }

  /// What becomes of the columns of a file without types.
  private func shape(_ ids: RowShape.IDs) throws(Failure) -> RowShape {
    var shape = RowShape(ids: ids)
    for field in fields.fields { shape.types[field.name] = CellType(field.kind) }
    for mapping in mappings {
      guard fields.knows(mapping.field) || allowsUnknown else {
        throw Failure(
          "--map: " + words.of(.unknownField(mapping.field)),
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
