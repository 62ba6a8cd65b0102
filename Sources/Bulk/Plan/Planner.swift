// Rows into batches, in the order of the input, but for rows that wait for others of their kind.

package import HTTP
package import Providers
package import Records

/// Takes rows one by one and fills batches up to what one request carries.
///
/// Rows with equal items share one place in a batch; a malformed row takes none but keeps its result's
/// place.
package struct Planner<Rows: RowPlan>: Sendable {
  private var rows: Rows
  private var mostItems: Int
  /// The row that did not fit into the batch before.
  private var held: Row<Rows.Item>?
  /// Rows of the batch before that wait for others of their kind.
  private var waiting: [Row<Rows.Item>] = []
  /// Where the items of the batch are that is being filled.
  private var places = PlaceTable()
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
  package mutating func lookAhead() async throws(InputError) {
    guard var ledger, ledger.needsLookAhead else { return }
    var ahead = rows
    var present = ledger.lookAhead()
    while try await ahead.readOn() {
      while let row = ahead.next() {
        if case .send(let item) = row.plan { present.add(ahead.identity(of: item)) }
      }
    }
    ledger.end(present)
    self.ledger = ledger
  }

  /// Makes the batches to come smaller, when the provider turned out to take less than it documents.
  package mutating func limit(toItems items: Int) { mostItems = max(1, min(mostItems, items)) }

  /// The next batch, `nil` after the last row.
  ///
  /// A batch may hold rows and no item. Rows before a fault in the input are a batch; then the fault is
  /// thrown. Every row comes through here, so it is compiled for each operation by itself.
  @_specialize(where Rows == CreateRows)
  @_specialize(where Rows == DeleteRows)
  @_specialize(where Rows == UpdateRows)
  @_specialize(where Rows == UpsertRows)
  package mutating func next() async throws(InputError) -> Batch<Rows.Item>? {
    if let fault { throw fault }
    var batch = Batch<Rows.Item>()
    var bytes = 0
    begin(&batch, &bytes)
    do throws(InputError) {
      while !fill(&batch, &bytes) {
        guard try await rows.readOn() else { return batch.rows.isEmpty ? nil : batch }
      }
      putBack(of: &batch)
    } catch {
      if batch.rows.isEmpty { throw error }
      fault = error
    }
    return batch
  }

  private mutating func begin(_ batch: inout Batch<Rows.Item>, _ bytes: inout Int) {
    places.clear()
    for row in waiting { _ = add(row, to: &batch, &bytes, isBounded: false) }
    waiting = []
  }

  /// Takes rows until the batch is full; `false` where those at hand do not suffice.
  private mutating func fill(_ batch: inout Batch<Rows.Item>, _ bytes: inout Int) -> Bool {
    // Repeats and malformed rows take no place in a request, so they have a bound of their own.
    while batch.rows.count < max(1_000, 2 * mostItems) {
      guard let row = nextRow() else { return false }
      guard add(row, to: &batch, &bytes, isBounded: true) else {
        held = row
        return true
      }
    }
    return true
  }

  /// Adds a row, and its item where no equal one is there; `false` where there is no room for that.
  private mutating func add(
    _ row: Row<Rows.Item>, to batch: inout Batch<Rows.Item>, _ bytes: inout Int, isBounded: Bool
  ) -> Bool {
    switch row.plan {
    case .refuse(let why): batch.rows.append(row.with(.refuse(why)))
    case .skip: batch.rows.append(row.with(.skip))
    case .send(let item):
      let hash = rows.hash(of: item)
      let there = hash.flatMap { hash in
        places.place(of: hash) { Rows.areOne(item, batch.items[$0]) }
      }
      if there == nil {
        let size = rows.bytes(of: item)
        let isFull = batch.items.count >= mostItems || bytes + size > rows.limit.bytes
        if isBounded, isFull, !batch.items.isEmpty { return false }
        bytes += size
        if let hash { places.add(hash, at: batch.items.count) }
        batch.items.append(item)
      }
      batch.rows.append(row.with(.send(there ?? batch.items.count - 1)))
    }
    return true
  }

  /// So far behind the last row that was read a row may wait: results are held up behind it.
  private static var longestWait: Int { 100_000 }

  /// Takes rows out of a full batch that are better sent with others that are still to come.
  private mutating func putBack(of batch: inout Batch<Rows.Item>) {
    let last = batch.rows.last?.number ?? 0
    var urgent = [Bool](repeating: false, count: batch.items.count)
    for row in batch.rows where last - row.number > Self.longestWait {
      if case .send(let place) = row.plan { urgent[place] = true }
    }
    guard let isGoing = rows.first(of: batch.items, urgent: urgent), isGoing.contains(true) else {
      return
    }
    var going = Batch<Rows.Item>()
    var newPlaces = [Int](repeating: 0, count: batch.items.count)
    for (place, item) in batch.items.enumerated() where isGoing[place] {
      newPlaces[place] = going.items.count
      going.items.append(item)
    }
    for row in batch.rows {
      guard case .send(let place) = row.plan else {
        going.rows.append(row)
        continue
      }
      if isGoing[place] {
        going.rows.append(row.with(.send(newPlaces[place])))
      } else {
        waiting.append(row.with(.send(batch.items[place])))
      }
    }
    batch = going
  }

  /// How many requests a batch takes at least.
  package func requests(of batch: Batch<Rows.Item>) -> Int { rows.requests(for: batch.items) }

  /// The kind of request that its batches are.
  package var rateClass: RateClass? { rows.rateClass }

  /// How many requests a run takes at least beside those of its batches.
  package var requestsBeforehand: Int { rows.requestsBeforehand }

  /// Members of rows so far that are not sent.
  var leftOut: Set<String> { rows.leftOut }

  /// In how many rows so far something stands that the provider does not take, by its neutral word.
  var notCarried: [String: Int] { rows.notCarried }

  /// How many rows so far give their link no name by which it could be found again.
  var nameless: Int { rows.nameless }

  /// How the rows lie in their input.
  package var layout: RowLayout { rows.layout }

  /// Whether the items of a batch travel in one request.
  package var isBatchOneRequest: Bool { rows.isBatchOneRequest }

  /// The requests that carry an item.
  package func plannedRequests(for item: Rows.Item) -> [HTTPRequest] {
    rows.plannedRequests(for: item)
  }

  /// From here on rows are only checked, one by one and not in batches.
  ///
  /// What a journal has of them is asked of each; without one, those that need no closer look are gone past.
  mutating func beginCheck() { if ledger == nil { rows.beginCheck() } }

  /// The rows that were gone past so far.
  var passed: PassedRows { rows.passed }

  /// Brings the next rows to hand, when those there were are taken; `false` after the last of all.
  mutating func readOn() async throws(InputError) -> Bool { try await rows.readOn() }

  /// The next of the rows at hand.
  mutating func nextRow() -> Row<Rows.Item>? {
    if let row = held {
      held = nil
      return row
    }
    guard var row = rows.next() else { return nil }
    if hasJournal { recognise(&row) }
    return row
  }

  private mutating func recognise(_ row: inout Row<Rows.Item>) {
    guard case .send(let item) = row.plan else { return }
    let identity = rows.identity(of: item)
    let past = ledger?.take(identity) ?? .open
    var done: DoneRow?
    switch past {
    case .done:
      row.plan = .skip
      done = doneRow(identity)
    case .overtaken:
      // One that found no link, where that counts as done, has given none another name.
      if let again = rows.again(item), doneRow(identity)?.recorded?.status != .notFound {
        row.plan = .send(again)
      }
    case .open, .inDoubt: break
    }
    row.record = RowMemory(identity, past: past, done: done)
  }

  private func doneRow(_ identity: RowIdentity) -> DoneRow? {
    guard let recorded, let batch = ledger?.batch(ofDone: identity.fingerprint) else { return nil }
    return DoneRow(identity.fingerprint, in: batch, of: recorded)
  }
}
