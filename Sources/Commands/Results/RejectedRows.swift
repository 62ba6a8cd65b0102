// Which rows of an input did not make it.

/// A set of rows: a bit a row.
struct RejectedRows: Sendable {
  private var words: [UInt64] = []
  private(set) var count = 0

  /// Adds a row, numbered from 1.
  mutating func insert(_ row: Int) {
    guard row > 0, !contains(row) else { return }
    let (word, bit) = (row - 1).quotientAndRemainder(dividingBy: 64)
    if word >= words.count {
      words += repeatElement(0, count: word + 1 - words.count)
    }
    words[word] |= 1 << UInt64(bit)
    count += 1
  }

  func contains(_ row: Int) -> Bool {
    let (word, bit) = (row - 1).quotientAndRemainder(dividingBy: 64)
    return row > 0 && words.indices.contains(word) && words[word] & 1 << UInt64(bit) != 0
  }
}
