// What came of reading an input to its end, as a value that can be compared.

import Glibc
import TestSupport
import Testing

@testable import Records

/// The rows of one pass, and the error that ended it.
struct Reading: Equatable {
  var rows: [IDRow] = []
  var fault: InputError.Reason?
  var faultLine: Int?

  /// Reads a source to its end.
  init(_ source: InputSource, chunk: Int = 256 * 1024, record: Int = 1024 * 1024) {
    do throws(InputError) {
      var reader = try source.rows(limits: TextLimits(chunk: chunk, record: record))
      while let row = try reader.next() { rows.append(row) }
    } catch {
      fault = error.reason
      faultLine = error.line
    }
  }

  /// Writes the bytes to a file of that name and reads it.
  init(
    _ bytes: [UInt8], as name: String = "input", _ options: InputOptions = InputOptions()
  ) throws {
    let directory = try TemporaryDirectory()
    self.init(try Self.source(bytes, in: directory, as: name, options))
  }

  init(
    _ text: String, as name: String = "input", _ options: InputOptions = InputOptions()
  ) throws {
    try self.init([UInt8](text.utf8), as: name, options)
  }

  static func source(
    _ bytes: [UInt8], in directory: TemporaryDirectory, as name: String, _ options: InputOptions
  ) throws -> InputSource {
    let path = try directory.write(bytes, to: name)
    return try InputSource(
      path: path, options: options.naming(idNames), temporaryDirectory: directory.path)
  }

  /// What ID columns are called here, the preferred first.
  static let idNames = ["id", "url_id", "linkId", "link_id"]

  /// A window on a file with those bytes.
  static func window(
    _ bytes: [UInt8], in directory: TemporaryDirectory, as name: String
  ) throws -> TextWindow {
    let path = try directory.write(bytes, to: name)
    // Safe: the string lends its bytes, with a zero behind them, for the length of the call.
    let descriptor = unsafe path.withCString { unsafe open($0, O_RDONLY) }
    let opening = InputOpening(
      name: .file(path), descriptor: descriptor, isOwned: true, temporaryDirectory: directory.path)
    return try TextWindow(try #require(try opening.file()), limits: .standard)
  }

  /// The ID of each row, `nil` for a malformed one.
  var ids: [String?] {
    rows.map { row in
      if case .id(let text) = row.content { text } else { nil }
    }
  }

  /// The fault of each malformed row, by its number.
  var faults: [Int: RowFault] {
    var faults: [Int: RowFault] = [:]
    for row in rows {
      if case .malformed(let fault) = row.content { faults[row.number] = fault }
    }
    return faults
  }

  var lines: [Int?] { rows.map(\.line) }
}

/// Text in the encodings that input comes in.
enum Encoded: CaseIterable {
  case plain, marked, littleEndian, bigEndian

  func bytes(of text: String) -> [UInt8] {
    switch self {
    case .plain: [UInt8](text.utf8)
    case .marked: [0xEF, 0xBB, 0xBF] + text.utf8
    case .littleEndian:
      [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .bigEndian:
      [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
  }
}

extension InputOptions {
  /// The same with names for ID columns.
  func naming(_ names: [String]) -> InputOptions {
    var options = self
    options.idNames = names
    return options
  }
}
