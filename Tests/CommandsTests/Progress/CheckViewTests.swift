import Testing

@testable import Commands

@Suite struct CheckViewTests {
  @Test("a check says nothing for a second, and then where it is, ten times a second at most")
  func lines() {
    let start = ContinuousClock.now
    var view = CheckView(now: start)
    var lines: [String] = []
    for milliseconds in stride(from: 0, through: 1_300, by: 20) {
      let now = start + .milliseconds(milliseconds)
      if let line = view.line(rows: milliseconds * 1_000, at: now) { lines.append(line) }
    }
    #expect(
      lines
        == ["1,000,000", "1,100,000", "1,200,000", "1,300,000"].map {
          "checking the input: \($0) rows"
        })
  }
}
