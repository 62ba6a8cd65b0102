// The figures of a run as a sentence for people.

import Bulk
import Providers
import Records

extension Tally {
  /// Rows by status, then requests, waits and time.
  var summaryLine: String {
    let kinds = Status.allCases.compactMap { status in
      self[status] > 0 ? "\(self[status].grouped) \(status.rawValue)" : nil
    }
    var work = [requests.counted("request")]
    if resends > 0 { work.append(resends.counted("resend")) }
    if rateLimited > 0 { work.append("\(rateLimited.grouped) rate-limited") }
    if waited >= .milliseconds(100) { work.append("waited \(waited.words)") }
    work.append("took \(elapsed.words)")
    let rows = total.counted("row")
    return (kinds.isEmpty ? rows : rows + ": " + kinds.joined(separator: ", ")) + "; "
      + work.joined(separator: ", ")
  }
}

extension Duration {
  /// The duration for people: `0.4 s`, `17 s`, `3 min 20 s`, `2 h 5 min`.
  var words: String {
    let tenths = Int(self / .milliseconds(100))
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = tenths / 10
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3600) h \(seconds / 60 % 60) min"
  }
}
