// Links as JSON, CSV and IDs. Objects go out as they came.

import Arguments
import Providers
import Records

/// One form of output for links: text for the beginning, for each link, and for the end.
protocol LinkFormat: Sendable {
  /// The first links are these; none where there is no link.
  mutating func begin(_ first: [ShownLink], into text: inout [UInt8])
  mutating func add(_ link: ShownLink, into text: inout [UInt8])
  mutating func end(into text: inout [UInt8])
  /// Members that links had and no column was made for.
  var leftOut: Set<String> { get }
}

extension LinkFormat {
  var leftOut: Set<String> { [] }
}

/// One array, a link a line, or a link a line alone.
struct LinkJSON: LinkFormat {
  let isArray: Bool
  let fields: LinkFields
  private var isFirst = true

  init(isArray: Bool, _ fields: LinkFields) {
    self.isArray = isArray
    self.fields = fields
  }

  mutating func begin(_ first: [ShownLink], into text: inout [UInt8]) {
    if isArray { text.append(UInt8(ascii: "[")) }
  }

  mutating func add(_ link: ShownLink, into text: inout [UInt8]) {
    if isArray { text += (isFirst ? "\n" : ",\n").utf8 }
    isFirst = false
    if fields.isEmpty {
      link.writeObject(to: &text)
    } else {
      JSONValue.object(fields.chosen(from: link.object)).write(to: &text)
    }
    if !isArray { text.append(UInt8(ascii: "\n")) }
  }

  mutating func end(into text: inout [UInt8]) { if isArray { text += "\n]\n".utf8 } }
}

/// An ID a line.
struct LinkIDs: LinkFormat {
  /// A terminal is never sent control characters, though a file keeps them.
  let isForTerminal: Bool

  mutating func begin(_ first: [ShownLink], into text: inout [UInt8]) {}

  mutating func add(_ link: ShownLink, into text: inout [UInt8]) {
    guard let id = link.id else { return }
    text += (isForTerminal ? HarmlessText.escaped(id) : id).utf8
    text.append(UInt8(ascii: "\n"))
  }

  mutating func end(into text: inout [UInt8]) {}
}

/// A header and a line for each link (RFC 4180, but for line ends, which are the shell's).
struct LinkCSV: LinkFormat {
  private var fields: [LinkField]
  private let isChosen: Bool
  private let isRaw: Bool
  private let isForTerminal: Bool
  private var columns: Set<String> = []
  private(set) var leftOut: Set<String> = []

  init(_ fields: LinkFields, isRaw: Bool, isForTerminal: Bool) {
    self.fields = fields.fields
    isChosen = !fields.isEmpty
    self.isRaw = isRaw
    self.isForTerminal = isForTerminal
  }

  /// The columns are the members of the first links, in the order in which they were met.
  mutating func begin(_ first: [ShownLink], into text: inout [UInt8]) {
    if !isChosen {
      for link in first {
        for member in link.object.members where columns.insert(member.name).inserted {
          fields.append(LinkField(member.name))
        }
      }
    }
    line(fields.map { .string($0.name) }, into: &text)
  }

  mutating func add(_ link: ShownLink, into text: inout [UInt8]) {
    let object = link.object
    if !isChosen {
      for member in object.members where !columns.contains(member.name) {
        leftOut.insert(member.name)
      }
    }
    line(fields.map { $0.value(in: object) ?? .null }, into: &text)
  }

  mutating func end(into text: inout [UInt8]) {}

  private func line(_ values: [JSONValue], into text: inout [UInt8]) {
    var isFirst = true
    for value in values {
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      write(guarded(value), into: &text)
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// A text that a spreadsheet would run gets an apostrophe, which it takes for "what follows is text".
  private func guarded(_ value: JSONValue) -> String {
    let cell = value.cell
    guard !isRaw, case .string = value, let first = cell.utf8.first,
      FormulaGuard.isNeeded(before: first)
    else { return cell }
    return "'" + cell
  }

  private func write(_ cell: String, into text: inout [UInt8]) {
    Self.write(isForTerminal ? HarmlessText.escaped(cell) : cell, into: &text)
  }

  /// A text as a cell.
  static func cell(_ content: String) -> String {
    var text: [UInt8] = []
    write(content, into: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func write(_ cell: String, into text: inout [UInt8]) {
    let bytes = cell.utf8
    let needsQuotes =
      bytes.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || bytes.first == 0x20 || bytes.last == 0x20
    guard needsQuotes else { return text.append(contentsOf: bytes) }
    text.append(0x22)
    for byte in bytes {
      if byte == 0x22 { text.append(0x22) }
      text.append(byte)
    }
    text.append(0x22)
  }
}
