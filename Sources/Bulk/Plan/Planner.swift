// Rows into batches, in the order of the input.

package import HTTP
import Providers
package import Records

/// Takes rows one by one and fills batches up to what one request carries.
///
/// Rows with equal items share one place in a batch; a malformed row takes none but keeps its result's
/// place.
package struct Planner<Rows: RowPlan>: Sendable {
  private var rows: Rows
  private var mostItems: Int
  /// The row that did not fit into the batch before.
  private var held: Batch<Rows.Item>.Row?
  /// The fault behind the rows of the batch before.
  private var fault: InputError?
  /// What a journal tells of rows, where there is one.
  private var ledger: Ledger?
  private var hasJournal = false
  /// What that has recorded of them.
  private var recorded: RecordedOutcomes?

  /// `batchSize` is the user's, at most the provider's limit.
  package init(_ rows: Rows, batchSize: Int?) {
    self.rows = rows
    mostItems = min(rows.limit.links, batchSize ?? rows.limit.links)
  }

  /// Goes by a journal: rows that it says are done are skipped, and all others can be recorded.
  ///
  /// To be called before the first batch; without a ledger the journal is a new one.
  package mutating func follow(_ journal: JournalFile) {
    ledger = journal.ledger
    recorded = journal.recorded
    hasJournal = true
  }

  /// Makes the batches to come smaller, when the provider turned out to take less than it documents.
  package mutating func limit(toItems items: Int) { mostItems = max(1, min(mostItems, items)) }

  /// The next batch, `nil` after the last row.
  ///
  /// A batch may hold rows and no item. Rows before a fault in the input are a batch; then the fault is
  /// thrown.
  package mutating func next() throws(InputError) -> Batch<Rows.Item>? {
    if let fault { throw fault }
    var batch = Batch<Rows.Item>()
    do throws(InputError) {
      try fill(&batch)
    } catch {
      if batch.rows.isEmpty { throw error }
      fault = error
    }
    return batch.rows.isEmpty ? nil : batch
  }

  private mutating func fill(_ batch: inout Batch<Rows.Item>) throws(InputError) {
    var items: Set<Rows.Item> = []
    var bytes = 0
    // Repeats and malformed rows take no place in a request, so they have a bound of their own.
    while batch.rows.count < max(1_000, 2 * mostItems), let row = try nextRow() {
      if case .send(let item) = row.plan, !items.contains(item) {
        let size = rows.bytes(of: item)
        guard items.count < mostItems, items.isEmpty || bytes + size <= rows.limit.bytes else {
          held = row
          return
        }
        items.insert(item)
        batch.items.append(item)
        bytes += size
      }
      batch.rows.append(row)
    }
  }

  /// How many requests a batch takes at least.
  package func requests(of batch: Batch<Rows.Item>) -> Int { rows.requests(for: batch.items) }

  /// Members of rows so far that are not sent.
  var leftOut: Set<String> { rows.leftOut }

  /// How the rows lie in their input.
  package var layout: RowLayout { rows.layout }

  /// The requests that carry an item.
  package func plannedRequests(for item: Rows.Item) -> [HTTPRequest] {
    rows.plannedRequests(for: item)
  }

  private mutating func nextRow() throws(InputError) -> Batch<Rows.Item>.Row? {
    defer { held = nil }
    if let held { return held }
    guard var row = try rows.next() else { return nil }
    if hasJournal { recognise(&row) }
    return row
  }

  private mutating func recognise(_ row: inout Batch<Rows.Item>.Row) {
    guard case .send(let item) = row.plan else { return }
    let identity = rows.identity(of: item)
    row.past = ledger?.take(identity) ?? .open
    guard row.past == .done else {
      row.fingerprint = identity.fingerprint
      return
    }
    row.plan = .skip
    if let recorded, let batch = ledger?.batch(ofDone: identity.fingerprint) {
      row.done = DoneRow(identity.fingerprint, in: batch, of: recorded)
    }
  }
}
