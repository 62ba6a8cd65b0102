// `linkctl delete --dry-run`: the plan, without a request.

import Bulk
import Providers
import Records

extension DeleteCommand {
  /// Prints what would become of each row, and how many requests that would take; sends nothing.
  func dryRun(
    _ rows: InputSource, _ provider: any Provider, _ survey: Survey
  ) throws(Failure) -> ExitStatus {
    let printer = ResultPrinter(console, options.output, ignoresNotFound: options.ignoreNotFound)
    printer.begin(heading(provider, survey))
    var tally = Tally()
    var batches = try planner(rows, provider)
    do throws(InputError) {
      while let batch = try batches.next() {
        let results = batch.rows.map(RowResult.init(planned:))
        for result in results {
          tally.count(result.outcome, ignoringNotFound: options.ignoreNotFound)
        }
        guard printer.add(results) else { break }
      }
    } catch {
      throw Failure(error)
    }
    printer.end(tally)
    if !options.output.quiet {
      console.message(
        "dry run: \(survey.batches) \(survey.batches == 1 ? "request" : "requests") would be sent to"
          + " \(provider.title), and nothing was")
    }
    if let status = console.endResults() { return status }
    return tally.notDone > 0 ? .someNotDone : .done
  }
}

extension RowResult {
  /// What a dry run says of a row.
  fileprivate init(planned row: Batch.Row) {
    let outcome: Outcome =
      switch row.plan {
      case .send: .planned
      case .refuse(let why): Outcome(.invalid, why)
      }
    self.init(row: row.number, id: row.id, outcome: outcome, attempts: 0)
  }
}
