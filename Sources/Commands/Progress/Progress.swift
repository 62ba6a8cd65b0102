// Where the progress of a run meets the console: a look at the figures now and then, and a line drawn.

import Bulk

/// Shows how far a run is, in the form that `--progress` and the streams ask for.
struct Progress: Sendable {
  /// What becomes of the figures.
  enum Form: Sendable, Equatable {
    /// A line that is drawn over and over.
    case line
    /// A line a minute.
    case reports
    case none

    /// A line where it can be redrawn or is wanted; without words, nothing at all.
    init(_ when: When, isRedrawable: Bool, isQuiet: Bool) {
      switch when {
      case .always: self = .line
      case .never: self = .none
      case .auto: self = isQuiet ? .none : isRedrawable ? .line : .reports
      }
    }
  }

  let console: Console
  let form: Form

  init(_ console: Console, _ options: OutputOptions) {
    self.console = console
    form = Form(
      options.progress, isRedrawable: console.hasRedrawableMessages, isQuiet: options.quiet)
  }

  private static let defaultWidth = 80

  /// Shows the progress of a run of so many rows while the body carries it out; nothing is shown after that.
  func show<Result>(
    _ rows: Int, of figures: @escaping @Sendable () -> RunFigures, while body: () async -> Result
  ) async -> Result {
    guard form != .none, rows > 0 else { return await body() }
    if form == .line { console.beginProgress() }
    defer { console.endProgress() }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await watch(rows, figures) }
      let result = await body()
      group.cancelAll()
      return result
    }
  }

  /// Shows where the check of an input is while the body goes over it, which tells how many rows it has read.
  ///
  /// Nothing is shown but on a terminal, and of a check that takes a second.
  func check<Result, Fault>(
    _ body: (_ tell: (Int) -> Void) async throws(Fault) -> Result
  ) async throws(Fault) -> Result {
    guard form == .line else { return try await body { _ in } }
    console.beginProgress()
    defer { console.endProgress() }
    var view = CheckView(now: .now)
    return try await body { rows in
      if let line = view.line(rows: rows, at: .now) { draw(line) }
    }
  }

  private func draw(_ line: String) {
    let width = console.messageWidth
    let columns = (width ?? console.statedWidth ?? Self.defaultWidth) - 1
    console.draw(DisplayWidth.cut(line, to: columns), width: width)
  }

  /// Looks and shows until it is cancelled.
  private func watch(_ rows: Int, _ figures: @Sendable () -> RunFigures) async {
    let isLine = form == .line
    var view = ProgressView(total: rows, now: .now, looks: isLine ? .always : .forReports)
    // The sleep throws when the run is over.
    while (try? await Task.sleep(until: view.nextLook(after: .now), clock: .continuous)) != nil {
      let now = ContinuousClock.now
      view.look(figures(), at: now)
      switch form {
      case .line: draw(view.figures(at: now))
      case .reports: if let report = view.report(at: now) { console.message(report) }
      case .none: return
      }
    }
  }

  private func draw(_ figures: ProgressFigures) {
    let width = console.messageWidth
    let line = ProgressLine(figures: figures, palette: console.messagePalette)
    console.draw(
      line.text(width: width ?? console.statedWidth ?? Self.defaultWidth), width: width)
  }
}
