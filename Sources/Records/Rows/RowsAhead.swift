// Rows that are read on one core while another works on those before them.

/// The rows of an input: a stretch of them at hand, and the next one being read meanwhile.
///
/// A copy goes on by itself from the same place: what is being read for one of them is read for both. An input that
/// is one stretch is read where it is asked for.
package struct RowsAhead<Row: InputRow>: Sendable {
  /// Rows one after another, and what is behind them.
  private struct Stretch: Sendable {
    var rows: [Row] = []
    var rest: JoinedRows<Row>
    /// Those that were gone past so far.
    var passed = PassedRows()
    var end: End?
  }

  private enum End {
    case input
    /// The rest cannot be trusted.
    case fault(InputError)
  }

  private var stretch: Stretch
  /// How many rows of the stretch were given away.
  private var given = 0
  private var following: Task<Stretch, Never>?
  private var passing: Passing?

  private static var mostRows: Int { 4_000 }
  private static var mostBytes: Int { 1024 * 1024 }

  init(_ rows: JoinedRows<Row>) { stretch = Stretch(rest: rows) }

  /// How the rows lie in the inputs, as far as they were read.
  package var layout: RowLayout { stretch.rest.layout }

  /// Goes past rows that need no closer look, which are then only counted; to be called before the first is read.
  package mutating func pass(_ test: PassedRows.Test) { passing = Passing(test: test) }

  /// The rows that were gone past, as far as was read.
  package var passed: PassedRows { stretch.passed }

  /// The next of the rows at hand; `nil` behind the last of them.
  @_specialize(where Row == IDRow)
  @_specialize(where Row == ObjectRow)
  package mutating func next() -> Row? {
    guard given < stretch.rows.count else { return nil }
    given += 1
    return stretch.rows[given - 1]
  }

  /// Brings the next rows to hand, when those there were are given away; `false` behind the last of all.
  ///
  /// What throws is a fault behind the rows before.
  @_specialize(where Row == IDRow)
  @_specialize(where Row == ObjectRow)
  package mutating func readOn() async throws(InputError) -> Bool {
    repeat {
      switch stretch.end {
      case .fault(let error): throw error
      case .input: return false
      case nil: break
      }
      let passing = passing
      stretch = await following?.value ?? Self.read(behind: stretch, passing)
      given = 0
      let before = Stretch(rest: stretch.rest, passed: stretch.passed)
      following = stretch.end == nil ? Task { Self.read(behind: before, passing) } : nil
    } while stretch.rows.isEmpty
    return true
  }

  private static func read(behind before: Stretch, _ passing: Passing?) -> Stretch {
    var stretch = Stretch(rest: before.rest, passed: before.passed)
    let start = stretch.rest.bytesRead
    do throws(InputError) {
      while stretch.rows.count < mostRows, stretch.rest.bytesRead - start < mostBytes {
        let next =
          if let passing {
            try stretch.rest.next(passing: passing, &stretch.passed)
          } else {
            try stretch.rest.next()
          }
        guard let row = next else {
          stretch.end = .input
          break
        }
        stretch.rows.append(row)
      }
    } catch {
      stretch.end = .fault(error)
    }
    return stretch
  }
}
