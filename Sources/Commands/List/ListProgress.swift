// How far a list is, on standard error: links so far, and of how many where that is known.

import Bulk
import Records
import Synchronization

/// Shows the figures of a list in the form that `--progress` and the streams ask for.
struct ListProgress: Sendable {
  private let console: Console
  private let form: Progress.Form

  init(_ console: Console, _ output: LinkOutput) {
    self.console = console
    form = Progress.Form(
      output.progress, isRedrawable: console.hasRedrawableMessages, isQuiet: output.quiet)
  }

  /// The figures as they are now, written by the run and read by whoever shows them.
  private final class Latest: Sendable {
    let figures = Mutex(ListFigures())
  }

  /// Shows the progress while the body carries the list out and hands its figures on; `waits` says whether a limit is
  /// waited for.
  func show<Result>(
    of waits: @escaping @Sendable () -> Bool,
    while body: (@escaping @Sendable (ListFigures) -> Void) async -> Result
  ) async -> Result {
    let latest = Latest()
    let look: @Sendable (ListFigures) -> Void = { figures in
      latest.figures.withLock { $0 = figures }
    }
    guard form != .none else { return await body(look) }
    if form == .line { console.beginProgress() }
    defer { console.endProgress() }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await watch(latest, waits) }
      let result = await body(look)
      group.cancelAll()
      return result
    }
  }

  private static let defaultWidth = 80

  private func watch(_ latest: Latest, _ waits: @Sendable () -> Bool) async {
    let interval: Duration = form == .line ? .milliseconds(100) : .seconds(60)
    // The sleep throws when the list is over.
    while (try? await Task.sleep(for: interval)) != nil {
      let words =
        Self.words(latest.figures.withLock { $0 }) + (waits() ? ", waiting for the rate limit" : "")
      guard form == .line else {
        console.message(words)
        continue
      }
      let width = console.messageWidth
      let room = (width ?? console.statedWidth ?? Self.defaultWidth) - 1
      console.draw(DisplayWidth.cut(words, to: max(0, room)), width: width)
    }
  }

  /// `1,204 of 20,000 links (6%)`, or what there is of it.
  static func words(_ figures: ListFigures) -> String {
    guard let total = figures.total, total > 0, total >= figures.links else {
      return figures.links.counted("link")
    }
    let percent = Int(Double(figures.links) / Double(total) * 100)
    return "\(figures.links.grouped) of \(total.counted("link")) (\(percent)%)"
  }
}
