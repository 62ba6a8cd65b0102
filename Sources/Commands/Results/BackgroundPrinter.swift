// Results that are printed on one core while another makes those that follow.

import Bulk

/// Prints some thousand results at a time, beside whoever makes them; used by one task at a time.
struct BackgroundPrinter {
  /// Where the printer works, for as long as it takes.
  private actor Desk {
    private let printer: ResultPrinter

    init(_ printer: sending ResultPrinter) { self.printer = printer }

    func add(_ results: [[RowResult]]) -> Bool { printer.add(stretches: results) }
    func end(_ tally: Tally) { printer.end(tally) }
  }

  private let desk: Desk
  private var waiting: [[RowResult]] = []
  private var rows = 0
  private var printing: Task<Bool, Never>?

  /// So many are worth a change of cores.
  private static let enough = 2_000

  init(_ printer: sending ResultPrinter) { desk = Desk(printer) }

  /// Takes some results; `false` when nobody can read them any more.
  mutating func add(_ results: [RowResult]) async -> Bool {
    waiting.append(results)
    rows += results.count
    return rows < Self.enough ? true : await handOver()
  }

  /// Prints what is left.
  mutating func printRest() async {
    if await handOver() { _ = await printing?.value }
  }

  /// Prints what is left, and the end.
  mutating func end(_ tally: Tally) async {
    await printRest()
    await desk.end(tally)
  }

  /// Waits until what was handed over before is printed, so that no more than that is ever held.
  private mutating func handOver() async -> Bool {
    guard await printing?.value ?? true else { return false }
    let results = waiting
    (waiting, rows) = ([], 0)
    printing = Task { [desk] in await desk.add(results) }
    return true
  }
}
