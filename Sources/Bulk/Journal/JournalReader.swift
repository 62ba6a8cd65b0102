// A journal's lines from its file, streaming, with the end found behind which nothing counts.

import Glibc

/// Reads a journal from its beginning to its last line that is whole.
struct JournalReader {
  /// What a journal holds, and where in the file it ends.
  struct Content {
    var replay: JournalReplay
    /// Where the lines of each batch begin.
    var index = JournalIndex()
    /// The bytes that hold whole lines; what follows is the torn rest of a write.
    var length = 0
    /// The bytes behind them.
    var torn = 0
    /// Whether the last line is whole but for its end.
    var lacksLineEnd = false
  }

  /// No line that is written is as long.
  private static let longestLine = 128 << 20
  private static let chunk = 256 << 10

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Where the next line begins in the buffer, and in the file.
  private var start = 0
  private var offset = 0
  private var lineNumber = 0
  private var content: Content
  /// The number of the first line that cannot be read; it is torn unless one that can be read follows.
  private var fault: Int?
  /// Whether all there is may be what a write has left of a first line.
  private var isBeginning = false

  /// Reads all; `visit` is called with each line that counts.
  static func content(
    of descriptor: Int32, ignoringNotFound: Bool,
    visit: (JournalLine) -> Void = { _ in }
  ) throws(JournalError) -> Content {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(.read, errno) }
    // A row takes about 64 bytes. Holes in a file are no rows.
    let rows = min(Int(status.st_size), Int(status.st_blocks) * 512) / 64
    var reader = JournalReader(
      descriptor, JournalReplay(ignoringNotFound: ignoringNotFound, rows: rows))
    while try reader.readLine(visit) {}
    return try reader.finished()
  }

  private init(_ descriptor: Int32, _ replay: JournalReplay) {
    self.descriptor = descriptor
    content = Content(replay: replay)
  }

  /// Takes in a line; `false` at the end of the file.
  private mutating func readLine(
    _ visit: (JournalLine) -> Void
  ) throws(JournalError) -> Bool {
    var searched = start
    while true {
      if let end = buffer.span.firstLineFeed(from: searched) {
        try take(start..<end, endingWith: 1, visit)
        return true
      }
      searched = buffer.count - start
      guard buffer.count - start <= Self.longestLine else {
        throw lineNumber == 0 ? .notAJournal : .damaged(line: lineNumber + 1)
      }
      buffer.removeFirst(start)
      start = 0
      guard try fill() else {
        if !buffer.isEmpty { try take(0..<buffer.count, endingWith: 0, visit) }
        return false
      }
    }
  }

  private mutating func take(
    _ range: Range<Int>, endingWith end: Int, _ visit: (JournalLine) -> Void
  ) throws(JournalError) {
    lineNumber += 1
    start = range.upperBound + end
    offset += range.count + end
    let line: JournalLine
    do throws(JournalLineFault) {
      line = try JournalLine(parsing: buffer.span.extracting(range))
    } catch {
      if error == .content { throw .damaged(line: lineNumber) }
      if case .format(let number) = error, lineNumber == 1 { throw .format(number) }
      fault = fault ?? lineNumber
      isBeginning = lineNumber == 1 && end == 0 && buffer.span.extracting(range).beginsAsHeader
      return
    }
    // What a write has torn is the last thing in the file.
    if let fault { throw fault == 1 ? .notAJournal : .damaged(line: fault) }
    guard content.replay.take(line) else { throw .damaged(line: lineNumber) }
    content.index.note(line, at: content.length)
    content.length = offset
    content.lacksLineEnd = end == 0
    visit(line)
  }

  /// What was read, once it is known that nothing is missing but a torn end.
  private func finished() throws(JournalError) -> Content {
    var content = content
    content.torn = offset - content.length
    // A file that never was a journal must not be taken for a torn one.
    guard content.replay.job != nil || content.torn == 0 || isBeginning else { throw .notAJournal }
    return content
  }

  /// Reads more; `false` at the end of the file.
  private mutating func fill() throws(JournalError) -> Bool {
    let position = offset + buffer.count
    var count = 0
    var error: Int32 = 0
    repeat {
      buffer.append(addingCapacity: Self.chunk) { output in
        // Safe: the system writes at most as many bytes as there is room for, and says how many.
        unsafe output.withUnsafeMutableBufferPointer { room, initialized in
          count = unsafe pread(descriptor, room.baseAddress, Self.chunk, position)
          error = errno
          initialized = max(0, count)
        }
      }
    } while count < 0 && error == EINTR
    guard count >= 0 else { throw .system(.read, error) }
    return count > 0
  }
}

extension Span<UInt8> {
  /// Whether this can be a part of a journal's first line, from its beginning.
  fileprivate var beginsAsHeader: Bool {
    guard count < 10_000 else { return false }
    return !zip(indices, JournalLine.magic).contains { self[$0] != $1 }
  }

  fileprivate func firstLineFeed(from start: Int) -> Int? {
    var index = start
    while index < count {
      if self[index] == 0x0A { return index }
      index += 1
    }
    return nil
  }
}
