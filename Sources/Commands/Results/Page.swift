// What results are printed on.

/// A terminal, or a file or pipe.
struct Page: Sendable, Equatable {
  var isTerminal: Bool
  /// The columns there are, `nil` where nothing is ever cut.
  var width: Int?
  var palette: Palette

  static let file = Page(isTerminal: false, width: nil, palette: .plain)
}
