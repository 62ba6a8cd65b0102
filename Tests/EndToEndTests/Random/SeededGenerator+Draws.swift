// Draws that read as what they are.

import TestSupport

extension SeededGenerator {
  /// A generator for one of many cases, each with numbers of its own.
  init(seed: UInt64, case number: Int) {
    self.init(seed: seed &* 0x1_0000_01B3 &+ UInt64(truncatingIfNeeded: number))
    _ = next()
  }

  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// One of some things, of which there is at least one.
  mutating func pick<Element>(_ all: [Element]) -> Element {
    all[Int.random(in: all.indices, using: &self)]
  }

  /// So many different numbers of a range, or as many as it has.
  mutating func some(_ count: Int, of range: ClosedRange<Int>) -> [Int] {
    Array(range.shuffled(using: &self).prefix(count))
  }
}
