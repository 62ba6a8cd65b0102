// What a journal holds of rows that are done, read again where results of rows that are skipped show it. Of a journal
// in memory there are only fingerprints and where its lines stand, so that memory does not hold links.

import Glibc
import Synchronization

/// Where the lines of each batch begin in a journal.
struct JournalIndex: Sendable {
  /// By batches, which are numbered from 1 without a gap.
  private var intents: [Int] = []
  /// Zero where there is none, which is the header's place.
  private var outcomes: [Int] = []

  /// The batches that have an intent.
  var count: Int { intents.count }

  /// Notes a line that counts, and where it begins.
  mutating func note(_ line: JournalLine, at place: Int) {
    switch line {
    case .intent:
      intents.append(place)
      outcomes.append(0)
    case .outcome(let outcome) where outcomes.indices.contains(outcome.batch - 1):
      outcomes[outcome.batch - 1] = place
    default: break
    }
  }

  /// Where the lines of a batch are that has an outcome.
  func places(of batch: Int) -> (intent: Int, outcome: Int)? {
    let index = batch - 1
    guard outcomes.indices.contains(index), outcomes[index] > 0 else { return nil }
    return (intents[index], outcomes[index])
  }
}

/// The outcomes in a journal that is open; used by many tasks at once.
final class RecordedOutcomes: Sendable {
  private struct State {
    var batches: [Int: [Fingerprint: JournalRowOutcome]] = [:]
    /// The batches that are held, the oldest first.
    var order: [Int] = []
    var rows = 0
    /// How many batches may still be read.
    var left: Int
  }

  /// About 20 MB.
  private static let mostRows = 100_000
  /// No line that is written is as long.
  private static let longestLine = 128 << 20
  private static let chunk = 64 << 10

  private let file: OpenFile
  private let index: JournalIndex
  private let state: Mutex<State>

  /// Each batch is read a few times at most: with rows in quite another order than the journal's, that would be
  /// once a row, and what is shown of them is not worth it.
  init(_ file: OpenFile, _ index: JournalIndex) {
    self.file = file
    self.index = index
    state = Mutex(State(left: 4 * index.count + 100))
  }

  /// What was recorded of a row in a batch, as far as it can be read.
  func outcome(of row: Fingerprint, in batch: Int) -> JournalRowOutcome? {
    state.withLock { state in
      if let rows = state.batches[batch] { return rows[row] }
      guard state.left > 0, let rows = read(batch) else { return nil }
      state.left -= 1
      while let oldest = state.order.first, state.rows + rows.count > Self.mostRows {
        state.order.removeFirst()
        state.rows -= state.batches.removeValue(forKey: oldest)?.count ?? 0
      }
      state.batches[batch] = rows
      state.order.append(batch)
      state.rows += rows.count
      return rows[row]
    }
  }

  private func read(_ batch: Int) -> [Fingerprint: JournalRowOutcome]? {
    guard let places = index.places(of: batch), case .intent(let intent)? = line(at: places.intent),
      case .outcome(let outcome)? = line(at: places.outcome), intent.batch == batch,
      outcome.batch == batch, intent.all.count == outcome.rows.count
    else { return nil }
    return Dictionary(zip(intent.all, outcome.rows)) { first, _ in first }
  }

  private func line(at place: Int) -> JournalLine? {
    var bytes: [UInt8] = []
    while bytes.count < Self.longestLine {
      var count = 0
      let position = place + bytes.count
      bytes.append(addingCapacity: Self.chunk) { output in
        // Safe: the system writes at most as many bytes as there is room for, and says how many.
        unsafe output.withUnsafeMutableBufferPointer { room, initialized in
          repeat {
            count = unsafe pread(file.number, room.baseAddress, Self.chunk, position)
          } while count < 0 && errno == EINTR
          initialized = max(0, count)
        }
      }
      if let end = bytes[(position - place)...].firstIndex(of: 0x0A) {
        return try? JournalLine(parsing: bytes.span.extracting(0..<end))
      }
      if count <= 0 { return try? JournalLine(parsing: bytes.span) }
    }
    return nil
  }
}

/// A row that an earlier run of a journal did, and where that stands.
package struct DoneRow: Sendable {
  private let fingerprint: Fingerprint
  private let batch: Int
  private let outcomes: RecordedOutcomes

  init(_ fingerprint: Fingerprint, in batch: Int, of outcomes: RecordedOutcomes) {
    self.fingerprint = fingerprint
    self.batch = batch
    self.outcomes = outcomes
  }

  /// What was recorded, read from the journal.
  var recorded: JournalRowOutcome? { outcomes.outcome(of: fingerprint, in: batch) }
}
