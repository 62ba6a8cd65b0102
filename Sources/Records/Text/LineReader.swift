// Lines, whichever way they end. A line that is too long is passed over without being held.

/// A reader of physical lines.
struct LineReader: Sendable {
  /// Where a line stands.
  struct Line {
    /// The line's bytes in the window, its end not included; valid until the next line is read.
    let range: Range<Int>
    /// Its number, from 1.
    let number: Int
    /// Whether it was longer than the limit; then the range is empty.
    let isTooLong: Bool
  }

  private(set) var window: TextWindow

  init(_ window: TextWindow) {
    self.window = window
  }

  /// The next line, or `nil` at the end.
  mutating func next() throws(InputError) -> Line? {
    window.beginText()
    while true {
      let visible = window.visible
      let end = window.bytes.span.firstLineEnd(in: visible)
      if end < visible.upperBound {
        guard let length = window.lengthOfLineEnd(at: end) else {
          _ = try window.more()
          continue
        }
        return take(visible.lowerBound..<end, end: length)
      }
      if window.isFull { return try skip() }
      if try window.more() { continue }
      return window.visible.isEmpty ? nil : take(window.visible, end: 0)
    }
  }

  private mutating func take(_ range: Range<Int>, end length: Int) -> Line {
    let line = Line(range: range, number: window.line, isTooLong: false)
    window.dropLine(range.count + length)
    return line
  }

  /// Passes over a line that is too long.
  private mutating func skip() throws(InputError) -> Line {
    let number = window.line
    repeat {
      let start = window.start
      let end = window.bytes.span.firstLineEnd(in: start..<window.bytes.count)
      window.drop(end - start)
      if window.start < window.bytes.count {
        try window.dropLineEnd()
        break
      }
    } while try window.more()
    return Line(range: 0..<0, number: number, isTooLong: true)
  }
}
