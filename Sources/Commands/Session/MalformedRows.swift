// What is said of an input with malformed rows: which, where and why, before anything is sent.

import Bulk
import Providers
import Records

/// The malformed rows of some inputs.
struct MalformedRows {
  let console: Console
  let rows: [InputSource]

  /// How many are named before the rest is only counted.
  static let shown = 20

  /// Names the first of them, and says what to do about them.
  func refuse(_ survey: Survey) -> Failure {
    for fault in survey.faults {
      console.fault("\(place(of: fault, survey)): \(fault.why.message)")
    }
    let more = survey.faultCount - survey.faults.count
    if more > 0 {
      console.fault("and \(more.grouped) more \(more == 1 ? "row" : "rows") like these")
    }
    let others = survey.faultCount < survey.rows ? ", or run the others with --skip-invalid" : ""
    var failure = Failure(
      "\(survey.faultCount.grouped) of \(survey.rows.counted("row")) cannot be used",
      hint: "nothing was sent; fix the \(survey.faultCount == 1 ? "row" : "rows")\(others)")
    if let fault = survey.faults.first(where: \.why.isNotText),
      let source = source(of: fault, survey)
    {
      failure.hints.append(source.name.hintForOlderEncoding)
    }
    return failure
  }

  private func source(of fault: Survey.Fault, _ survey: Survey) -> InputSource? {
    let input = survey.layout.place(of: fault.row).input
    return rows.indices.contains(input) ? rows[input] : nil
  }

  /// The place of a row, with its number where a line tells less.
  private func place(of fault: Survey.Fault, _ survey: Survey) -> String {
    let (input, row) = survey.layout.place(of: fault.row)
    let name = source(of: fault, survey)?.name ?? .standardInput
    let isJSON =
      survey.layout.parts.indices.contains(input) && survey.layout.parts[input].format.isJSON
    return name.place(row: row, line: fault.line, namesRow: isJSON)
  }
}
