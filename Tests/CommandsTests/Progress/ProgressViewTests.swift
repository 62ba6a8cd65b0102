import Bulk
import Testing

@testable import Commands

@Suite struct ProgressViewTests {
  private let start = ContinuousClock.now

  private func figures(rows: Int, wait: Wait? = nil) -> RunFigures {
    var figures = RunFigures()
    (figures.rows, figures.answers, figures.wait) = (rows, rows / 100, wait)
    return figures
  }

  private func time(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  @Test("a wait is told with what is left of it, and the time left is no shorter")
  func waits() throws {
    var view = ProgressView(total: 1_000, now: start)
    for tenth in 0...30 {
      view.look(figures(rows: tenth * 30), at: time(Double(tenth) / 10))
    }
    let wait = Wait(.rateLimit, since: time(3), until: time(17))
    view.look(figures(rows: 900, wait: wait), at: time(3))
    let shown = view.figures(at: time(4))
    #expect(shown.wait == ProgressFigures.Wait(what: "rate limit", left: .seconds(13)))
    #expect(try #require(shown.left) >= .seconds(13))
    view.look(figures(rows: 900, wait: wait), at: time(17))
    #expect(view.figures(at: time(17)).wait == nil)
  }

  @Test(
    "waits too short to be read are not told", arguments: [Wait.Cause.rateLimit, .ownRate, .resend])
  func short(cause: Wait.Cause) {
    var view = ProgressView(total: 1_000, now: start)
    view.look(figures(rows: 0, wait: Wait(cause, since: start, until: time(0.9))), at: start)
    #expect(view.figures(at: time(0.1)).wait == nil)
    view.look(figures(rows: 0, wait: Wait(cause, since: start, until: time(1.5))), at: start)
    #expect(view.figures(at: time(0.1)).wait != nil)
  }

  @Test("where nothing comes for a while, an answer is waited for")
  func silence() {
    var view = ProgressView(total: 1_000, now: start)
    view.look(figures(rows: 100), at: time(1))
    #expect(view.figures(at: time(3.9)).wait == nil)
    #expect(view.figures(at: time(4.1)).wait?.what == "an answer")
    view.look(figures(rows: 200), at: time(5))
    #expect(view.figures(at: time(6)).wait == nil)
    // A wait that is over is no silence yet.
    view.look(
      figures(rows: 200, wait: Wait(.rateLimit, since: time(5), until: time(30))), at: time(30))
    #expect(view.figures(at: time(31)).wait == nil)
  }

  @Test("off a terminal there is one sentence a minute, and none in a short run")
  func reports() {
    var view = ProgressView(total: 100_000, now: start)
    var reports: [(Int, String)] = []
    for second in 1...200 {
      view.look(figures(rows: second * 100), at: time(Double(second)))
      if let report = view.report(at: time(Double(second))) { reports.append((second, report)) }
    }
    #expect(reports.map(\.0) == [60, 120, 180])
    #expect(reports.first?.1.hasPrefix("6,000 of 100,000 rows (6%), 100 rows/s, 1") == true)
  }

  @Test("off a terminal the figures are looked at twice a minute, and that is enough for a report")
  func fewLooks() throws {
    var view = ProgressView(total: 100_000, now: start, looks: .forReports)
    var now = start
    var looks: [Double] = []
    var reports: [String] = []
    while now < time(179) {
      now = view.nextLook(after: now)
      let seconds = start.duration(to: now) / .seconds(1)
      looks.append(seconds)
      view.look(figures(rows: Int(min(seconds, 100)) * 100), at: now)
      if let report = view.report(at: now) { reports.append(report) }
    }
    #expect(looks == [57, 60, 117, 120, 177, 180])
    #expect(reports.count == 3)
    #expect(reports.first?.hasPrefix("6,000 of 100,000 rows (6%), 100 rows/s") == true)
    #expect(reports.last?.contains("waiting for an answer") == true, "\(reports)")
  }

  @Test(
    "--progress decides, then -q, then whether the terminal can redraw",
    arguments: [
      (When.auto, true, false, Progress.Form.line), (.auto, false, false, .reports),
      (.auto, true, true, .none), (.auto, false, true, .none), (.always, false, true, .line),
      (.always, false, false, .line), (.never, true, false, .none),
    ])
  func form(when: When, isRedrawable: Bool, isQuiet: Bool, form: Progress.Form) {
    #expect(Progress.Form(when, isRedrawable: isRedrawable, isQuiet: isQuiet) == form)
  }
}
