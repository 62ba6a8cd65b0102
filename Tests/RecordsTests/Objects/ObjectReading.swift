// What came of reading the objects of an input to its end, as a value that can be compared.

import TestSupport
import Testing

@testable import Records

/// The rows of one pass, with each object as JSON text, and the error that ended it.
struct ObjectReading: Equatable {
  struct Row: Equatable {
    let number: Int
    let line: Int?
    /// The object as text, so that member order, number text and every byte of a string count.
    var object: String?
    var id: String?
    var fault: RowFault?

    init(_ row: ObjectRow) {
      number = row.number
      line = row.line
      switch row.content {
      case .object(let object, let id):
        var bytes: [UInt8] = []
        JSONValue.object(object).write(to: &bytes)
        self.object = String(decoding: bytes, as: UTF8.self)
        self.id = id
      case .malformed(let fault): self.fault = fault
      }
    }
  }

  var rows: [Row] = []
  var columns: [String]?
  var headerLine: Int?
  var fault: InputError.Reason?
  var faultLine: Int?

  /// Reads a source to its end.
  init(
    _ source: InputSource, _ shape: RowShape = RowShape(), chunk: Int = 256 * 1024,
    record: Int = 1024 * 1024
  ) {
    do throws(InputError) {
      let limits = TextLimits(chunk: chunk, record: record)
      var reader = try source.objectRows(shape, limits: limits)
      (columns, headerLine) = (reader.columns, reader.headerLine)
      while let row = try reader.next() { rows.append(Row(row)) }
    } catch {
      fault = error.reason
      faultLine = error.line
    }
  }

  /// Writes the bytes to a file of that name and reads it.
  init(
    _ bytes: [UInt8], as name: String, _ shape: RowShape = RowShape(),
    _ options: InputOptions = InputOptions()
  ) throws {
    let directory = try TemporaryDirectory()
    self.init(try Reading.source(bytes, in: directory, as: name, options), shape)
  }

  init(
    _ text: String, as name: String, _ shape: RowShape = RowShape(),
    _ options: InputOptions = InputOptions()
  ) throws {
    try self.init([UInt8](text.utf8), as: name, shape, options)
  }

  var objects: [String?] { rows.map(\.object) }
  var ids: [String?] { rows.map(\.id) }
  var lines: [Int?] { rows.map(\.line) }

  /// The fault of each malformed row, by its number.
  var faults: [Int: RowFault] {
    var faults: [Int: RowFault] = [:]
    for row in rows { faults[row.number] = row.fault }
    return faults
  }
}
