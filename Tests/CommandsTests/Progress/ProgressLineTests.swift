import Testing

@testable import Commands

@Suite struct ProgressLineTests {
  private static let full = ProgressFigures(
    done: 120_000, total: 300_000, failures: 12, perSecond: 3_215.4, left: .seconds(56),
    wait: ProgressFigures.Wait(what: "rate limit", left: .seconds(13.2)))

  private func text(_ figures: ProgressFigures, _ width: Int) -> String {
    ProgressLine(figures: figures).text(width: width)
  }

  @Test("a wide terminal shows all there is to tell")
  func wide() {
    #expect(
      text(Self.full, 120)
        == "[============>                 ]  40%  120,000/300,000 rows  3,215/s  12 failures  56 s left"
        + "  rate limit, 14 s")
    #expect(
      text(ProgressFigures(done: 0, total: 5), 80)
        == "[>                             ]  0%  0/5 rows")
    #expect(
      text(ProgressFigures(done: 1, total: 1), 80)
        == "[==============================]  100%  1/1 row")
  }

  @Test(
    "a narrower one leaves out what matters less, down to 20 columns",
    arguments: [
      (
        100,
        "[=======>           ]  40%  120,000/300,000 rows  3,215/s  12 failures  56 s left  rate limit, 14 s"
      ),
      (80, "[=====>       ]  40%  120,000/300,000  12 failures  56 s left  rate limit, 14 s"),
      (60, "40%  120k/300k  12 failures  56 s left  rate limit, 14 s"),
      (50, "40% 120k/300k 12 failures 56s rate limit 14s"),
      (40, "40% 12 failures rate limit 14s"),
      (20, "40% rate limit 14s"), (19, "40% rate limit 14s"), (18, "rate limit 14s"), (10, "40%"),
      (4, "40%"), (3, "4…"), (1, ""), (0, ""),
    ])
  func narrow(width: Int, line: String) {
    let shown = text(Self.full, width)
    #expect(shown == line)
    #expect(shown.hasPrefix("[") == (width >= 80))
  }

  @Test("at 20 columns without a wait there is room for rows and time left")
  func rows() {
    var figures = Self.full
    figures.wait = nil
    #expect(text(figures, 20) == "40% 12 failures 56s")
    figures.failures = 0
    #expect(text(figures, 20) == "40% 120k/300k 56s")
  }

  @Test("no line is ever as wide as the terminal")
  func bounds() {
    for width in 0...200 {
      for wait in [nil, Self.full.wait, ProgressFigures.Wait(what: "an answer", left: nil)] {
        for listing in [nil, 0, 1, 12_345] {
          var figures = Self.full
          figures.wait = wait
          figures.listing = listing
          let count = text(figures, width).count
          #expect(count < max(width, 1))
          #expect(count > 0 || width < 2)
        }
      }
    }
  }

  @Test("colours change nothing of what is shown")
  func colors() {
    for width in 1...120 {
      let plain = text(Self.full, width)
      let painted = ProgressLine(figures: Self.full, palette: Palette(isColored: true))
        .text(width: width)
      #expect(painted.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    }
    let painted = ProgressLine(figures: Self.full, palette: Palette(isColored: true))
    #expect(painted.text(width: 120).contains("\u{1B}[31m12 failures\u{1B}[0m"))
  }

  @Test("not all is never 100%, and listing comes before any row")
  func honest() {
    #expect(ProgressFigures(done: 999_999, total: 1_000_000).percent == 99)
    #expect(ProgressFigures(done: 0, total: 0).percent == 100)
    let listing = ProgressFigures(done: 0, total: 100, listing: 7)
    #expect(text(listing, 80) == "listing links, 7 requests")
    #expect(text(listing, 20) == "listing links")
  }

  @Test(
    "durations are as exact as one can use, and never nothing",
    arguments: [
      (0.0, "1 s left", "1s"), (0.4, "1 s left", "1s"), (13.2, "14 s left", "14s"),
      (119, "119 s left", "119s"), (200, "3 min 20 s left", "3min"),
      (1_800, "30 min left", "30min"),
      (7_500, "2 h 5 min left", "2h"), (200_000, "2 days left", "2d"),
      (1e9, "11574 days left", "11574d"),
    ])
  func durations(seconds: Double, words: String, short: String) {
    let figures = ProgressFigures(done: 0, total: 1, left: .seconds(seconds))
    #expect(figures.leftWords == words && figures.leftShort == short)
  }

  @Test(
    "rates are told in rows a second, or a minute where they are slow",
    arguments: [
      (3_215.4, "3,215/s"), (12.3, "12/s"), (9.96, "10/s"), (2.04, "2/s"), (1.25, "1.3/s"),
      (0.5, "30/min"), (0.05, "3/min"), (0.001, nil),
    ])
  func rates(rate: Double, words: String?) {
    #expect(ProgressFigures(done: 0, total: 1, perSecond: rate).rateWords == words)
  }

  @Test("large counts are short where room is short")
  func counts() {
    #expect(ProgressFigures(done: 999, total: 1_000).rowsShort == "999/1k")
    #expect(ProgressFigures(done: 12_480, total: 1_250_000).rowsShort == "12k/1.2M")
    #expect(ProgressFigures(done: 1_999, total: 45_000_000).rowsShort == "1.9k/45M")
    #expect(
      ProgressFigures(done: 1_234_567, total: 10_000_000).rowsWords == "1,234,567/10,000,000 rows")
  }

  @Test("a line for a log tells the same in one sentence")
  func sentence() {
    #expect(
      Self.full.sentence
        == "120,000 of 300,000 rows (40%), 3,215 rows/s, 12 failures, 56 s left, rate limit, 14 s")
  }
}
