// A moving window on the text of a file, as UTF-8 bytes. Readers look at what is in it, ask for more
// when a record is not whole yet, and drop what they are done with; memory stays what one record needs.

/// How much is read at once, and how long one record may be.
struct TextLimits: Sendable {
  /// Bytes a read.
  var chunk: Int
  /// Bytes a line, a CSV record or a JSON element, its end included.
  var record: Int

  static let standard = TextLimits(chunk: 256 * 1024, record: 1024 * 1024)
}

/// The part of a text that is in memory, and the number of the line on which it begins.
///
/// A copy is a window of its own on the same file.
struct TextWindow: Sendable {
  let limits: TextLimits
  private let file: InputFile
  private var offset: Int
  private var decoder: UTF16Decoder?
  /// Whether the file begins with a byte order mark.
  let hasMark: Bool
  private var counter = LineCounter()

  /// The bytes; those before `start` are done with, but stay until the next `more()`.
  private(set) var bytes: [UInt8] = []
  private(set) var start = 0
  /// How many bytes were dropped so far.
  private(set) var passed = 0
  /// Whether the file has no bytes beyond those in the window.
  private(set) var isAtEnd = false

  /// Whether what is dropped is kept as the text of the row, from where the row begins.
  var keepsText = false
  private var kept: [UInt8]? = []

  /// The text that was dropped since the row began; `nil` where it is longer than a record may be.
  var text: [UInt8]? { kept }

  /// A row begins at the front.
  mutating func beginText() { if keepsText { kept = [] } }

  private mutating func keepText(_ count: Int) {
    guard keepsText, let length = kept?.count else { return }
    if length + count > limits.record { kept = nil } else { kept? += bytes[start..<start + count] }
  }

  /// A window at the start of a file, behind its byte order mark.
  init(_ file: InputFile, limits: TextLimits) throws(InputError) {
    self.file = file
    self.limits = limits
    var first: [UInt8] = []
    try file.read(into: &first, at: 0, atMost: ForeignContent.length)
    if let content = ForeignContent(first) { throw InputError(file.name, .notText(content)) }
    let (encoding, markLength) = TextEncoding.detected(in: first)
    offset = markLength
    hasMark = markLength > 0
    switch encoding {
    case .utf8: decoder = nil
    case .utf16LittleEndian: decoder = UTF16Decoder(isBigEndian: false)
    case .utf16BigEndian: decoder = UTF16Decoder(isBigEndian: true)
    }
  }

  var name: InputName { file.name }

  /// The line, from 1, on which `start` stands.
  var line: Int { counter.line }

  /// The part of the window in which a record must be whole: no more than the limit.
  var visible: Range<Int> { start..<min(bytes.count, start + limits.record) }

  /// Whether a record that is not whole within `visible` is too long.
  var isFull: Bool { bytes.count - start >= limits.record }

  /// Reads on; false at the end of the file.
  ///
  /// Positions found before are void afterwards, since the bytes move.
  mutating func more() throws(InputError) -> Bool {
    if isAtEnd { return false }
    bytes.removeSubrange(..<start)
    start = 0
    let count = bytes.count
    while bytes.count == count, !isAtEnd {
      if decoder == nil {
        try file.read(into: &bytes, at: offset, atMost: limits.chunk)
        offset += bytes.count - count
        isAtEnd = bytes.count == count
      } else {
        try decodeMore()
      }
    }
    return bytes.count > count
  }

  private mutating func decodeMore() throws(InputError) {
    var raw: [UInt8] = []
    try file.read(into: &raw, at: offset, atMost: limits.chunk)
    offset += raw.count
    if raw.isEmpty {
      decoder?.finish(to: &bytes)
      isAtEnd = true
    } else {
      decoder?.decode(raw, to: &bytes)
    }
  }

  /// Takes so many bytes off the front, counting their line ends.
  mutating func drop(_ count: Int) {
    keepText(count)
    counter = counter(ahead: count)
    pass(count)
  }

  /// The byte behind any white space, which then stands first in the window; `nil` at the end.
  mutating func nextByte() throws(InputError) -> UInt8? {
    repeat {
      drop(lengthOfSpace)
      if start < bytes.count { return bytes[start] }
    } while try more()
    return nil
  }

  private var lengthOfSpace: Int {
    let span = bytes.span
    var end = start
    while end < span.count, span[end].isJSONSpace { end += 1 }
    return end - start
  }

  /// Takes bytes off the front of which only the last are a line end, and a whole one.
  mutating func dropLine(_ count: Int) {
    keepText(count)
    counter.addLine()
    pass(count)
  }

  private mutating func pass(_ count: Int) {
    start += count
    passed += count
  }

  /// Takes the line end off the front; one must stand there.
  mutating func dropLineEnd() throws(InputError) {
    while true {
      if let length = lengthOfLineEnd(at: start) { return dropLine(length) }
      _ = try more()
    }
  }

  /// How long the LF, CR or CRLF at an index is; `nil` where the next byte decides and is not there yet.
  func lengthOfLineEnd(at index: Int) -> Int? {
    if bytes[index] == .lineFeed { return 1 }
    guard index + 1 < bytes.count else { return isAtEnd ? 1 : nil }
    return bytes[index + 1] == .lineFeed ? 2 : 1
  }

  /// The line on which the byte so many behind `start` stands.
  func line(ofByte distance: Int) -> Int {
    counter(ahead: distance).line
  }

  private func counter(ahead count: Int) -> LineCounter {
    var ahead = counter
    ahead.count(bytes.span.extracting(start..<start + count))
    return ahead
  }
}

/// A count of physical lines, whichever way they end: LF, CRLF or CR alone.
struct LineCounter: Sendable {
  /// The line, from 1, on which the next byte stands.
  private(set) var line = 1
  private var followsReturn = false

  /// Counts the line ends among the next bytes.
  mutating func count(_ bytes: Span<UInt8>) {
    var index = 0
    while index < bytes.count {
      let end = bytes.firstLineEnd(in: index..<bytes.count)
      if end > index { followsReturn = false }
      if end == bytes.count { return }
      let isReturn = bytes[end] == .carriageReturn
      if isReturn || !followsReturn { line += 1 }
      followsReturn = isReturn
      index = end + 1
    }
  }

  /// Counts one line end that is whole.
  mutating func addLine() {
    line += 1
    followsReturn = false
  }
}
