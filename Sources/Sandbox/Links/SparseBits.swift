// A set of whole numbers that stores nothing where nothing was put in, and that can count.

/// Whole numbers from 0 on, in blocks of 4096 of which empty ones take no room.
struct SparseBits: Sendable {
  private static let wordsInBlock = 64
  private static let bitsInBlock = wordsInBlock * 64

  /// A bit for each number; no words at all for a block that is empty.
  private var blocks: [[UInt64]] = []
  private var counts: [Int] = []
  private(set) var count = 0

  func contains(_ number: Int) -> Bool {
    let block = number / Self.bitsInBlock
    guard count > 0, block < blocks.count, !blocks[block].isEmpty else { return false }
    return blocks[block][number / 64 % Self.wordsInBlock] >> UInt64(number % 64) & 1 == 1
  }

  /// Puts a number in; false where it was in before.
  @discardableResult
  mutating func insert(_ number: Int) -> Bool {
    guard !contains(number) else { return false }
    let block = number / Self.bitsInBlock
    while blocks.count <= block {
      blocks.append([])
      counts.append(0)
    }
    if blocks[block].isEmpty {
      blocks[block] = [UInt64](repeating: 0, count: Self.wordsInBlock)
    }
    blocks[block][number / 64 % Self.wordsInBlock] |= 1 << UInt64(number % 64)
    counts[block] += 1
    count += 1
    return true
  }

  /// How many numbers below this one are in the set.
  func count(below number: Int) -> Int {
    guard count > 0 else { return 0 }
    let block = number / Self.bitsInBlock
    guard block < blocks.count else { return count }
    var sum = counts[..<block].reduce(0, +)
    guard !blocks[block].isEmpty else { return sum }
    let word = number / 64 % Self.wordsInBlock
    for full in blocks[block][..<word] { sum += full.nonzeroBitCount }
    let below = (1 << UInt64(number % 64)) as UInt64 - 1
    return sum + (blocks[block][word] & below).nonzeroBitCount
  }

  /// The number that is not in the set and has so many before it that are not either.
  func absent(_ rank: Int) -> Int {
    var left = rank
    for (block, words) in blocks.enumerated() {
      let free = Self.bitsInBlock - counts[block]
      guard left >= free else {
        return block * Self.bitsInBlock + Self.absent(left, in: words)
      }
      left -= free
    }
    return blocks.count * Self.bitsInBlock + left
  }

  private static func absent(_ rank: Int, in words: [UInt64]) -> Int {
    var left = rank
    for (place, word) in words.enumerated() {
      let free = 64 - word.nonzeroBitCount
      guard left >= free else { return place * 64 + absent(left, in: word) }
      left -= free
    }
    return words.count * 64 + left
  }

  private static func absent(_ rank: Int, in word: UInt64) -> Int {
    var free = ~word
    // Each step takes the lowest bit away.
    for _ in 0..<rank { free &= free &- 1 }
    return free.trailingZeroBitCount
  }
}
