// Rows into batches, in the order of the input.

package import Providers
package import Records

/// Takes rows one by one and fills batches up to what one request carries.
///
/// Rows with equal IDs share one place in a batch; a malformed row takes none but keeps its result's place.
package struct Planner: Sendable {
  private var rows: IDRowReader
  private let provider: any Provider
  private var limit: BatchLimit
  /// The row that did not fit into the batch before.
  private var held: Batch.Row?
  /// The fault behind the rows of the batch before.
  private var fault: InputError?

  /// `batchSize` is the user's, at most the provider's limit.
  package init(_ rows: IDRowReader, for provider: any Provider, batchSize: Int?) {
    self.rows = rows
    self.provider = provider
    let limit = provider.deletion.limit
    self.limit = BatchLimit(links: min(limit.links, batchSize ?? limit.links), bytes: limit.bytes)
  }

  /// Makes the batches to come smaller, when the provider turned out to take less than it documents.
  package mutating func limit(toLinks links: Int) {
    limit = BatchLimit(links: max(1, min(limit.links, links)), bytes: limit.bytes)
  }

  /// The next batch, `nil` after the last row.
  ///
  /// A batch may hold rows and no link. Rows before a fault in the input are a batch; then the fault is
  /// thrown.
  package mutating func next() throws(InputError) -> Batch? {
    if let fault { throw fault }
    var batch = Batch()
    do throws(InputError) {
      try fill(&batch)
    } catch {
      if batch.rows.isEmpty { throw error }
      fault = error
    }
    return batch.rows.isEmpty ? nil : batch
  }

  private mutating func fill(_ batch: inout Batch) throws(InputError) {
    var links: Set<LinkID> = []
    var bytes = 0
    // Repeats and malformed rows take no place in a request, so they have a bound of their own.
    while batch.rows.count < max(1_000, 2 * limit.links), let row = try nextRow() {
      if case .send(let link) = row.plan, !links.contains(link) {
        let size = provider.deletion.bytes(of: link)
        guard links.count < limit.links, links.isEmpty || bytes + size <= limit.bytes else {
          held = row
          return
        }
        links.insert(link)
        batch.links.append(link)
        bytes += size
      }
      batch.rows.append(row)
    }
  }

  private mutating func nextRow() throws(InputError) -> Batch.Row? {
    if let row = held {
      held = nil
      return row
    }
    guard let row = try rows.next() else { return nil }
    switch row.content {
    case .malformed(let fault):
      return Batch.Row(row, id: nil, .refuse(Refusal("malformed", fault.words)))
    case .id(let text):
      do throws(InvalidID) {
        return Batch.Row(row, id: text, .send(try provider.linkID(text)))
      } catch {
        return Batch.Row(row, id: text, .refuse(Refusal("invalid_id", "the ID " + error.reason)))
      }
    }
  }
}

extension Batch.Row {
  fileprivate init(_ row: IDRow, id: String?, _ plan: Plan) {
    self.init(number: row.number, line: row.line, id: id, plan: plan)
  }
}
