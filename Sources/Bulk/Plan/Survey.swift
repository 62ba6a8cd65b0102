// What is known of an input once it was read to its end, before anything is sent.

package import Providers
package import Records

/// The figures of a whole input, and its first malformed rows.
package struct Survey: Sendable {
  /// A malformed row and where it is.
  package struct Fault: Sendable, Equatable {
    package var row: Int
    package var line: Int?
    package var why: Refusal
  }

  package private(set) var rows = 0
  /// Rows that earlier runs of the journal did.
  package private(set) var skipped = 0
  /// The first of them, as many as were asked for.
  package private(set) var faults: [Fault] = []
  package private(set) var faultCount = 0
  /// The bytes of the longest ID, which are at least its characters.
  package private(set) var longestID = 0
  /// Members of rows that are not sent, since the provider sets them itself.
  package private(set) var leftOut: [String] = []
  /// In how many rows something stands that the provider does not take, by its neutral word.
  package private(set) var notCarried: [String: Int] = [:]
  /// How many rows give their link no name by which it could be found again.
  package private(set) var nameless = 0
  /// How the rows lie in the inputs.
  package private(set) var layout: RowLayout

  /// Reads everything that the planner has, and tells now and then how many rows it has read.
  package init<Rows>(
    _ batches: Planner<Rows>, keepingFaults most: Int, tell: (Int) -> Void = { _ in }
  ) async throws(InputError) {
    var planner = batches
    layout = planner.layout
    planner.beginCheck()
    while try await planner.readOn() {
      take(rowsAtHandOf: &planner, keepingFaults: most)
      tell(rows + planner.passed.count)
    }
    rows += planner.passed.count
    longestID = max(longestID, planner.passed.longestID)
    leftOut = planner.leftOut.sorted()
    notCarried = planner.notCarried
    nameless = planner.nameless
    layout = planner.layout
  }

  /// Every row that is not gone past comes through here, so it is compiled for each operation by itself.
  @_specialize(where Rows == CreateRows)
  @_specialize(where Rows == DeleteRows)
  @_specialize(where Rows == UpdateRows)
  @_specialize(where Rows == UpsertRows)
  private mutating func take<Rows>(
    rowsAtHandOf planner: inout Planner<Rows>, keepingFaults most: Int
  ) {
    while let row = planner.nextRow() {
      rows += 1
      longestID = max(longestID, row.id?.utf8.count ?? 0)
      if case .skip = row.plan { skipped += 1 }
      guard case .refuse(let why) = row.plan else { continue }
      faultCount += 1
      if faults.count < most { faults.append(Fault(row: row.number, line: row.line, why: why)) }
    }
  }
}
