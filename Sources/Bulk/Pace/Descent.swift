// Whether going slower helps against 429s: where it does not, they have nothing to do with the pace.

/// Paces that were refused one after another, each slower than the one before, and none of them good.
///
/// Under a limit as much passes at each of them, for it is the limit that lets it pass. Where a proxy or a server in
/// trouble refuses some requests whatever the pace, the slower one lets less through, and is refused after as few.
struct Descent: Sendable {
  private var lessons: [(passed: Int, seconds: Double)] = []

  /// So many lessons at the beginning are held against as many at the end; each alone may be chance.
  private static let few = 2

  /// How much more passed early than late, where it is the pace that keeps it down.
  private static let fall = 4.0

  /// Takes what passed at a pace until it was refused and the gate had opened again.
  mutating func note(_ passed: Int, in seconds: Double) { lessons.append((passed, seconds)) }

  /// Whether going slower has been in vain.
  var isInVain: Bool {
    guard lessons.count >= 2 * Self.few else { return false }
    let late = total(lessons.suffix(Self.few))
    return (0...lessons.count - 2 * Self.few).contains { first in
      let early = total(lessons[first..<first + Self.few])
      return late.passed <= early.passed * 2 && late.perSecond * Self.fall < early.perSecond
    }
  }

  private func total(
    _ some: ArraySlice<(passed: Int, seconds: Double)>
  ) -> (passed: Int, perSecond: Double) {
    let passed = some.reduce(0) { $0 + $1.passed }
    return (passed, Double(passed) / some.reduce(0.001) { $0 + $1.seconds })
  }
}
