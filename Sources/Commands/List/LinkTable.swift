// Links as a table for people: short link, destination, tags, clicks and when it was made, or the fields that were asked
// for. Widths are those of the first links, since more of them come while these are printed.

import Arguments
import Providers

/// Aligned columns; on a terminal a line is never longer than that is wide.
struct LinkTable: LinkFormat {
  private struct Column {
    let title: String
    /// The most that it takes, where there is room.
    let most: Int
    var isNumber = false
    var width = 0
  }

  private let page: Page
  private let fields: LinkFields
  private let table: FieldTable
  private let shown: Set<NeutralWord>
  private var columns: [Column]

  private static let gap = 2
  /// A column is not cut below this.
  private static let narrowest = 8

  init(_ page: Page, _ fields: LinkFields, _ table: FieldTable) {
    self.page = page
    self.fields = fields
    self.table = table
    shown = table.shownWords
    guard fields.isEmpty else {
      columns = fields.fields.map { Column(title: $0.name.uppercased(), most: 60) }
      return
    }
    columns = [Column(title: "SHORT LINK", most: 60), Column(title: "DESTINATION", most: 100)]
    if shown.contains(.tags) { columns.append(Column(title: "TAGS", most: 30)) }
    if shown.contains(.clicks) { columns.append(Column(title: "CLICKS", most: 12, isNumber: true)) }
    columns.append(Column(title: "CREATED", most: 16))
  }

  mutating func begin(_ first: [ShownLink], into text: inout [UInt8]) {
    guard !first.isEmpty else { return }
    for index in columns.indices { columns[index].width = columns[index].title.count }
    for link in first {
      for (index, cell) in cells(of: link).enumerated() {
        let width = min(DisplayWidth.of(cell), columns[index].most)
        columns[index].width = max(columns[index].width, width)
      }
    }
    fit()
    line(columns.map(\.title), ink: .bold, into: &text)
  }

  mutating func add(_ link: ShownLink, into text: inout [UInt8]) {
    line(cells(of: link), ink: nil, into: &text)
  }

  mutating func end(into text: inout [UInt8]) {}

  /// Takes from the widest column what the terminal has not.
  private mutating func fit() {
    guard let width = page.width else { return }
    var excess = columns.reduce(0) { $0 + $1.width + Self.gap } - Self.gap - width
    while excess > 0,
      let widest = columns.indices.max(by: { columns[$0].width < columns[$1].width }),
      columns[widest].width > Self.narrowest
    {
      columns[widest].width -= 1
      excess -= 1
    }
  }

  private func cells(of link: ShownLink) -> [String] {
    if !fields.isEmpty {
      return fields.fields.map { HarmlessText.escaped($0.value(in: link.object)?.cell ?? "") }
    }
    let traits = table.traits(of: link)
    var cells = [traits.shortURL ?? link.id ?? "", traits.url ?? ""]
    if shown.contains(.tags) { cells.append(traits.tags.map(\.name).joined(separator: ", ")) }
    if shown.contains(.clicks) { cells.append(traits.clicks.map(String.init) ?? "") }
    // To the minute, without the letter in between.
    let created = (traits.created ?? "").prefix(16).split(separator: "T").joined(separator: " ")
    return (cells + [created]).map(HarmlessText.escaped)
  }

  private func line(_ cells: [String], ink: Ink?, into text: inout [UInt8]) {
    var left = page.width ?? .max
    var blanks = 0
    for (index, cell) in cells.enumerated() {
      let column = columns[index]
      let room = min(column.width, left - blanks)
      if page.width != nil, room <= 0 { break }
      let shown = page.width == nil ? cell : DisplayWidth.cut(cell, to: room)
      let rest = max(0, column.width - DisplayWidth.of(shown))
      if !shown.isEmpty || column.isNumber {
        let before = blanks + (column.isNumber ? rest : 0)
        text += repeatElement(UInt8(ascii: " "), count: before)
        text += page.palette.paint(shown, ink).utf8
        if page.width != nil { left -= before + DisplayWidth.of(shown) }
        blanks = Self.gap + (column.isNumber ? 0 : rest)
      } else {
        blanks += column.width + Self.gap
      }
    }
    text.append(UInt8(ascii: "\n"))
  }
}
