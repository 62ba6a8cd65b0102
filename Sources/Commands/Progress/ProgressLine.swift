// The progress line: one line of text from figures and a width. Pure.

/// Lays the figures of a run out in the columns that there are.
struct ProgressLine: Sendable {
  let figures: ProgressFigures
  var palette = Palette.plain

  /// Text that is shown together, in one colour.
  private struct Piece {
    var text: String
    var ink: Ink?

    init?(_ text: String?, _ ink: Ink? = nil) {
      guard let text else { return nil }
      self.text = text
      self.ink = ink
    }
  }

  /// What is shown at a width, and how much lies between.
  private struct Layout {
    var hasBar = false
    var gap = "  "
    var pieces: [Piece?]
  }

  /// The line, shorter than `width`, since a character in the last column makes some terminals go on to the
  /// next line.
  func text(width: Int) -> String {
    let room = max(0, width - 1)
    for layout in layouts {
      if let line = fit(layout, room) { return line }
    }
    return DisplayWidth.cut("\(figures.percent)%", to: room)
  }

  /// From all there is to tell down to what matters most; the first that fits is taken.
  private var layouts: [Layout] {
    let percent = Piece("\(figures.percent)%")
    if let listing = Piece(figures.listingWords) {
      return listingLayouts(percent, listing)
    }
    let rows = Piece(figures.rowsNumbers)
    let rowsShort = Piece(figures.rowsShort)
    let rate = Piece(figures.rateWords)
    let failures = Piece(figures.failureWords, .red)
    let left = Piece(figures.leftWords)
    let leftShort = Piece(figures.leftShort)
    let wait = Piece(figures.waitWords, .yellow)
    let waitShort = Piece(figures.waitShort, .yellow)
    return [
      Layout(
        hasBar: true,
        pieces: [percent, Piece(figures.rowsWords), rate, failures, left, wait]),
      Layout(hasBar: true, pieces: [percent, rows, rate, failures, left, wait]),
      Layout(hasBar: true, pieces: [percent, rows, failures, left, wait]),
      Layout(hasBar: true, pieces: [percent, rowsShort, failures, left, wait]),
      Layout(pieces: [percent, rowsShort, rate, failures, left, wait]),
      Layout(pieces: [percent, rowsShort, failures, left, wait]),
      Layout(gap: " ", pieces: [percent, rowsShort, failures, leftShort, waitShort]),
      Layout(gap: " ", pieces: [percent, failures, waitShort ?? leftShort]),
      Layout(gap: " ", pieces: [percent, waitShort ?? leftShort]),
      Layout(gap: " ", pieces: [waitShort ?? percent]),
    ]
  }

  private func listingLayouts(_ percent: Piece?, _ listing: Piece) -> [Layout] {
    let wait = Piece(figures.waitWords, .yellow)
    return [
      Layout(pieces: [listing, wait]),
      Layout(gap: " ", pieces: [Piece(figures.waitShort, .yellow) ?? Piece("listing links")]),
    ]
  }

  private static let barCells = 10...30

  /// The line in a layout, `nil` where there is not room enough; the bar takes what is left over.
  private func fit(_ layout: Layout, _ room: Int) -> String? {
    let pieces = layout.pieces.compactMap(\.self)
    let taken =
      pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } + layout.gap.count * (pieces.count - 1)
    let words = pieces.map { palette.paint($0.text, $0.ink) }.joined(separator: layout.gap)
    guard layout.hasBar else { return taken <= room ? words : nil }
    let cells = room - taken - layout.gap.count - 2
    guard cells >= Self.barCells.lowerBound else { return nil }
    return bar(min(cells, Self.barCells.upperBound)) + layout.gap + words
  }

  /// `[====>     ]`; full only when all is done.
  private func bar(_ cells: Int) -> String {
    let part = figures.total > 0 ? Double(figures.done) / Double(figures.total) : 1
    let full = max(0, min(cells, Int(part * Double(cells))))
    let head = full < cells ? ">" : ""
    let body = String(repeating: "=", count: full)
    return "[" + body + head + String(repeating: " ", count: max(0, cells - full - 1)) + "]"
  }
}
