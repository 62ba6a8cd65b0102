// From the columns of a CSV header to the provider's fields.

/// The columns of a header as the fields that they hold.
struct HeaderFields {
  /// A field and the column that holds it.
  struct Field {
    let name: String
    let column: Int
    let isMapped: Bool
  }

  private let table: CSVTable
  private(set) var fields: [Field]

  /// Finds the columns that are mapped; a column holds any number of fields, or the one of its own name.
  init(_ table: CSVTable, _ columns: [String: String]) throws(InputError) {
    self.table = table
    var mapped: [Int: [String]] = [:]
    if table.headerLine != nil {
      for (field, column) in columns.sorted(by: { $0.key < $1.key }) {
        let index = try Self.index(of: column, holding: field, in: table)
        mapped[index, default: []].append(field)
      }
    }
    fields = []
    for (column, name) in table.names.enumerated() {
      if let names = mapped[column] {
        fields += names.map { Field(name: $0, column: column, isMapped: true) }
      } else if !name.isEmpty {
        fields.append(Field(name: name, column: column, isMapped: false))
      }
    }
  }

  private static func index(
    of column: String, holding field: String, in table: CSVTable
  ) throws(InputError) -> Int {
    switch ColumnPlace(of: [column], in: table.names) {
    case .at(let index): return index
    case .repeated(let name): throw table.headerFault(.repeatedColumn(name))
    case .missing:
      throw table.headerFault(.missingMappedColumn(column, field: field, found: table.names))
    }
  }

  /// Leaves out the fields that are not taken.
  mutating func take(_ selection: FieldSelection) {
    fields.removeAll { !selection.takes($0.name) }
  }

  /// Leaves out what results of linkctl say of a row, unless it is mapped; the ID is gone already.
  mutating func leaveOutResults() {
    fields.removeAll { !$0.isMapped && ResultRow.names.contains($0.name) }
  }

  /// Takes out the ID and gives its column: the one that the person named, whatever it is mapped to,
  /// else the one that holds a field by a known name.
  mutating func takeID(_ wanted: IDColumn) throws(InputError) -> Int {
    if wanted.isNamed {
      let column = try table.index(of: wanted, in: table.names)
      fields.removeAll { $0.column == column && !$0.isMapped }
      return column
    }
    return fields.remove(at: try table.index(of: wanted, in: fields.map(\.name))).column
  }

  /// The fields, by their places, as an object; those that cannot be in one are refused.
  func tree() throws(InputError) -> FieldTree<Int> {
    var tree = FieldTree<Int>()
    for (index, field) in fields.enumerated() {
      do throws(FieldTree<Int>.Conflict) {
        try tree.add(index, at: FieldPath(field.name), from: table.names[field.column])
      } catch {
        let isSame = error.first == error.second
        throw table.headerFault(
          isSame ? .repeatedColumn(error.first) : .conflictingColumns(error.first, error.second))
      }
    }
    return tree
  }
}
