// Colours, and when they are shown.

/// When something is done that suits a terminal and little else.
enum When: String, CaseIterable, Sendable {
  case auto, always, never
}

/// A colour or a weight, as a number of ECMA-48's Select Graphic Rendition.
enum Ink: Int, Sendable {
  case bold = 1
  case red = 31
  case green = 32
  case yellow = 33
  case cyan = 36
}

/// Paints text where colours are shown, and leaves it as it is elsewhere.
struct Palette: Sendable, Equatable {
  let isColored: Bool

  static let plain = Palette(isColored: false)

  init(isColored: Bool) { self.isColored = isColored }

  /// For one stream: by `--color`, else `NO_COLOR` (no-color.org: any value but the empty one), else
  /// wherever there is a terminal that is not dumb.
  init(_ when: When, isTerminal: Bool, environment: [String: String]) {
    switch when {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      let isUnwanted = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      isColored = isTerminal && !isUnwanted && environment["TERM"] != "dumb"
    }
  }

  /// The text in a colour; nothing in it may end the colour early.
  func paint(_ text: String, _ ink: Ink?) -> String {
    guard isColored, let ink, !text.isEmpty else { return text }
    return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
  }
}
