// Rows into batches, in the order of the input, but for rows that wait for others of their kind.

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
  /// Rows of the batch before that wait for others of their kind.
  private var waiting: [Batch<Rows.Item>.Row] = []
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

  /// Looks the whole input over where the journal has to know what stands in it; to be called before the first
  /// batch.
  package mutating func lookAhead() throws(InputError) {
    guard var ledger, ledger.needsLookAhead else { return }
    var ahead = rows
    var present = ledger.lookAhead()
    while let row = try ahead.next() {
      if case .send(let item) = row.plan { present.add(ahead.identity(of: item)) }
    }
    ledger.end(present)
    self.ledger = ledger
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
    for row in waiting { add(row, to: &batch, &items, &bytes) }
    waiting = []
    // Repeats and malformed rows take no place in a request, so they have a bound of their own.
    while batch.rows.count < max(1_000, 2 * mostItems) {
      guard let row = try nextRow() else { return }
      guard fits(row, items, bytes) else {
        held = row
        break
      }
      add(row, to: &batch, &items, &bytes)
    }
    putBack(of: &batch)
  }

  /// Whether the item of a row is among some items, or there is room for it beside them.
  private func fits(_ row: Batch<Rows.Item>.Row, _ items: Set<Rows.Item>, _ bytes: Int) -> Bool {
    guard case .send(let item) = row.plan, !items.isEmpty, !items.contains(item) else {
      return true
    }
    return items.count < mostItems && bytes + rows.bytes(of: item) <= rows.limit.bytes
  }

  private func add(
    _ row: Batch<Rows.Item>.Row, to batch: inout Batch<Rows.Item>, _ items: inout Set<Rows.Item>,
    _ bytes: inout Int
  ) {
    if case .send(let item) = row.plan, items.insert(item).inserted {
      batch.items.append(item)
      bytes += rows.bytes(of: item)
    }
    batch.rows.append(row)
  }

  /// So far behind the last row that was read a row may wait: results are held up behind it.
  private static var longestWait: Int { 100_000 }

  /// Takes rows out of a full batch that are better sent with others that are still to come.
  private mutating func putBack(of batch: inout Batch<Rows.Item>) {
    let last = batch.rows.last?.number ?? 0
    var urgent: Set<Rows.Item> = []
    for row in batch.rows where last - row.number > Self.longestWait {
      if case .send(let item) = row.plan { urgent.insert(item) }
    }
    guard let first = rows.first(of: batch.items, urgent: urgent), !first.isEmpty else { return }
    var going: [Batch<Rows.Item>.Row] = []
    for row in batch.rows {
      if case .send(let item) = row.plan, !first.contains(item) {
        waiting.append(row)
      } else {
        going.append(row)
      }
    }
    batch.rows = going
    batch.items.removeAll { !first.contains($0) }
  }

  /// How many requests a batch takes at least.
  package func requests(of batch: Batch<Rows.Item>) -> Int { rows.requests(for: batch.items) }

  /// How many requests a run takes at least beside those of its batches.
  var requestsBeforehand: Int { rows.requestsBeforehand }

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
    guard row.past != .done else {
      row.plan = .skip
      if let recorded, let batch = ledger?.batch(ofDone: identity.fingerprint) {
        row.done = DoneRow(identity.fingerprint, in: batch, of: recorded)
      }
      return
    }
    if row.past == .overtaken { row.plan = .send(rows.again(item)) }
    (row.fingerprint, row.subject) = (identity.fingerprint, identity.subject)
  }
}
