import TestSupport
import Testing

@testable import Bulk

@Suite struct LatestTests {
  @Test("the latest moment that matters is that of everything with another mark")
  func model() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<300 {
      var latest = Latest<Int>()
      var all: [(mark: Int?, moment: Int)] = []
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let mark = [nil, 1, 2, 3].randomElement(using: &random) ?? nil
        let moment = Int.random(in: 0...6, using: &random)
        latest.add(mark, at: moment)
        all.append((mark, moment))
        for asked in [nil, 1, 2, 3] as [Int?] {
          let others = all.filter { asked == nil || $0.mark != asked }
          #expect(
            latest.moment(for: asked) == others.map(\.moment).max(), "\(all) for \(asked ?? 0)")
        }
      }
    }
  }
}
