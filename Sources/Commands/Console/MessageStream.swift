// Standard error, where messages scroll by above the line that shows how far a run is.

/// Messages, and under them the progress line while there is one.
///
/// The cursor rests at the beginning of the line. So erasing from there takes all of it along, also where the
/// terminal was made narrower and has broken the line into several.
struct MessageStream: ~Copyable {
  private var stream: OutputStream
  private let descriptor: Int32
  private let terminal: Terminal?
  private var line: String? {
    didSet { Interruption.lineStands(on: line == nil ? nil : descriptor) }
  }
  /// The columns of the terminal when the line was drawn.
  private var width: Int?
  /// Whether a run is going on that may draw.
  private(set) var isOpenToLines = false

  private static let erasure = "\r\u{1B}[J"

  init(_ descriptor: Int32, _ terminal: Terminal?) {
    stream = OutputStream(descriptor)
    self.descriptor = descriptor
    self.terminal = terminal
  }

  /// Writes whole lines, or a question.
  mutating func write(_ text: String) {
    if line != nil { stream.write(Self.erasure) }
    stream.write(text)
    redraw()
    flush()
  }

  /// Flushes what ends in the line, where there is one.
  private mutating func flush() {
    guard line != nil else { return stream.flush() }
    Interruption.drawing { stream.flush() }
  }

  /// Lets the body write to the same screen, without the progress line in its way.
  mutating func withoutLine<Result>(_ body: () -> Result) -> Result {
    guard line != nil else { return body() }
    stream.write(Self.erasure)
    stream.flush()
    let result = body()
    redraw()
    flush()
    return result
  }

  /// From now on lines may be drawn.
  mutating func openToLines() { isOpenToLines = true }

  /// Erases the line; nothing is drawn from now on.
  mutating func closeToLines() {
    isOpenToLines = false
    guard line != nil else { return }
    line = nil
    stream.write(Self.erasure)
    stream.flush()
  }

  /// Draws the line in the place of the one before; `width` is that of the terminal it was made for.
  ///
  /// Nothing happens where it stands there already, and where drawing would wait or disturb.
  mutating func draw(_ line: String, width: Int?) {
    guard isOpenToLines, line != self.line || width != self.width, mayDraw else { return }
    self.line = line
    self.width = width
    stream.write("\r")
    redraw()
    flush()
  }

  private var mayDraw: Bool {
    guard let terminal else { return true }
    return terminal.isInForeground && terminal.isWritable
  }

  /// Draws the line again, unless the terminal has another width now: then a line that fits comes soon.
  private mutating func redraw() {
    guard let line else { return }
    guard terminal?.width == width else { return self.line = nil }
    stream.write(line + "\u{1B}[J\r")
  }
}
