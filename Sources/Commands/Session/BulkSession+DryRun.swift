// `--dry-run`: the plan, without a request.

import Bulk
import HTTP
import Providers
import Records

extension BulkSession {
  /// Prints the request that each row would travel in, how many there would be, and how long they would
  /// take at least; sends nothing.
  func dryRun<Rows>(
    _ batches: Planner<Rows>, _ survey: Survey
  ) async throws(Failure) -> ExitStatus {
    var printer = BackgroundPrinter(printer(survey))
    var batches = batches
    var requests = PlannedRequests()
    var least = 0
    var tally = Tally()
    var isRead = true
    // Rows may be planned behind others of their kind.
    var window = OrderedWindow<[RowResult]>(capacity: .max)
    do throws(InputError) {
      while let batch = try await batches.next() {
        // At least: what is looked up may show that nothing need be sent.
        if least == 0, !batch.items.isEmpty { least = batches.requestsBeforehand }
        least += batches.requests(of: batch)
        // Their number is told all the same.
        guard isRead else { continue }
        let shared =
          batches.isBatchOneRequest
          ? batch.items.first.map { requests.outcome(of: batches.plannedRequests(for: $0)) } : nil
        var results: [RowResult] = []
        results.reserveCapacity(batch.rows.count)
        let rows = batch.rows.span
        for index in rows.indices {
          let outcome = planned(rows[index]) { place in
            shared ?? requests.outcome(of: batches.plannedRequests(for: batch.items[place]))
          }
          tally.count(outcome, ignoringNotFound: ignoresNotFound)
          results.append(RowResult(rows[index], Ruling(outcome, attempts: 0)))
        }
        window.enter(rows: results.count)
        for leaving in window.finish(results) where isRead {
          isRead = await printer.add(leaving)
        }
      }
    } catch {
      await printer.printRest()
      throw Failure(error)
    }
    await printer.end(tally)
    if !options.output.quiet { console.message(plan(least, batches.rateClass)) }
    if let status = console.endResults() { return status }
    return tally.notDone > 0 ? .someNotDone : .done
  }

  private func planned(_ row: Row<Int>, _ sent: (Int) -> Outcome) -> Outcome {
    switch row.plan {
    case .refuse(let why): return Outcome(.invalid, why)
    case .skip: return .skipped
    case .send(let place): return sent(place)
    }
  }

  /// The number of requests, and the least time that they take at the limit that is known beforehand.
  private func plan(_ requests: Int, _ rateClass: RateClass?) -> String {
    let count = requests.counted("request")
    let sent = "dry run, nothing was sent: at least \(count) to \(provider.title)"
    let known =
      options.pace.rate.map { [$0] }
      ?? ([provider.rateLimit].compactMap(\.self) + (rateClass?.limits ?? []))
    let slowest = known.map { ($0, least(requests, at: $0)) }.max { $0.1 < $1.1 }
    guard let (limit, time) = slowest else {
      return sent + ", whose rate limit is not known beforehand"
    }
    guard time > .zero else { return sent + ", at most \(limit.words)" }
    return sent + ", which take at least \(time.words) at \(limit.words)"
  }

  /// A pace that the user gives is kept evenly; of what the provider allows, the first is used at once.
  private func least(_ requests: Int, at limit: RateLimit) -> Duration {
    let gaps = max(0, requests - 1)
    return options.pace.rate == nil
      ? limit.per * (gaps / limit.requests) : limit.per * gaps / limit.requests
  }
}

/// What is said of rows by their requests, of which most are of one kind.
private struct PlannedRequests {
  private struct Kind: Equatable {
    let method: HTTPMethod
    let path: Substring

    init(_ request: HTTPRequest) {
      method = request.method
      let target = request.target
      path = target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
    }
  }

  /// The last that was said, of what, and how often.
  private var last: (kinds: [Kind], outcome: Outcome)?
  private var repeats = 0

  /// Two cores that count the references to one text wait for each other at every row: so it is made anew before the rows
  /// of a few batches are printed.
  private static let mostRepeats = 10

  mutating func outcome(of requests: [HTTPRequest]) -> Outcome {
    let kinds = requests.map(Kind.init)
    repeats += 1
    if let last, last.kinds == kinds, repeats < Self.mostRepeats { return last.outcome }
    repeats = 0
    let words = kinds.map { "\($0.method.rawValue) \($0.path)" }.joined(separator: ", then ")
    let other = kinds.count > 1 ? ", or a change where there is one" : ""
    let outcome = Outcome(.planned, Refusal("request", words + other))
    last = (kinds, outcome)
    return outcome
  }
}

extension RateLimit {
  /// `60 requests a minute`.
  fileprivate var words: String {
    let span =
      switch per {
      case .seconds(1): "a second"
      case .seconds(60): "a minute"
      default: "in \(per.words)"
      }
    return "\(requests.counted("request")) \(span)"
  }
}
