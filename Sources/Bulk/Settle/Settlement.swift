// The fates of the rows of one batch, from the first request until each is known, or known to be unknowable. A value:
// it says what to do next and is told what came of it. It waits for nothing, sends nothing, and knows no provider.

import Providers

/// Settles rows of one operation, by their places.
struct Settlement<Item: Sendable>: Sendable {
  let aim: any Aim<Item>
  /// As they are sent: a look may have found another name.
  private(set) var items: [Item]
  private(set) var rulings: [Ruling?]
  /// How many of the settled rows are settled in this way or that.
  private(set) var settled: [Outcome] = []
  /// The longest batch that was accepted where a longer one was too large.
  private var longest: Int?
  /// Why nothing that follows can succeed, as rows of this batch have shown.
  private(set) var stop: Stop?

  private var steps = StepQueue()
  private var apart: TakingApart
  /// Requests that carried each row.
  private var attempts: [Int]
  /// Rows that get another row's outcome, since both name one link.
  private var aliases: [(place: Int, of: Int)] = []
  private var isDoubtful: [Bool]
  private let failures = FailureCount()
  private let retries: Int

  /// `doubtful` are rows of which an earlier run left the fate open, `since` when the first run of all began,
  /// `looksFirst` whether links are looked for before anything is done to them, and `refused` rows for which
  /// nothing is sent.
  init(
    _ items: [Item], _ aim: any Aim<Item>, doubtful: [Bool], since: ContinuousClock.Instant?,
    looksFirst: Bool, retries: Int, lanes: Int, now: ContinuousClock.Instant,
    refused: [(place: Int, outcome: Outcome)] = []
  ) {
    self.items = items
    self.aim = aim
    self.retries = retries
    apart = TakingApart(lanes: lanes)
    isDoubtful = doubtful
    rulings = Array(repeating: nil, count: items.count)
    attempts = Array(repeating: 0, count: items.count)
    for (place, outcome) in refused { settle(place, outcome) }
    // Apart from others, since an answer about them says less.
    var fresh = Parcel(items.indices.filter { !doubtful[$0] && rulings[$0] == nil })
    fresh.past.since = now
    var open = Parcel(items.indices.filter { doubtful[$0] && rulings[$0] == nil })
    open.past.isFirst = true
    open.past.since = since
    if aim.countsDoubtAsLoss { open.past.lose(.inDoubt) }
    for parcel in [open, fresh] where !parcel.places.isEmpty {
      if looksFirst { steps.add(.look(parcel, .beforehand)) } else { begin(parcel) }
    }
  }

  /// The next step, `nil` while the ends of others are waited for, or when all is done.
  mutating func next() -> Step? { steps.next() }

  /// Takes in what came of a step.
  mutating func take(_ end: StepEnd) {
    steps.ended()
    settled = []
    switch end {
    case .sent(let parcel, let exchange): take(exchange, of: parcel)
    case .looked(let parcel, let question, let sights): take(sights, question, of: parcel)
    case .paused(let next): steps.add(next)
    }
  }

  private mutating func settle(_ place: Int, _ outcome: Outcome) {
    guard rulings[place] == nil else { return }
    let outcome = isDoubtful[place] ? aim.inDoubt(outcome, items[place]) : outcome
    rulings[place] = Ruling(outcome, attempts: attempts[place])
    settled.append(outcome)
  }

  /// Whether there is more than one step to be done now.
  var hasNext: Bool { steps.hasNext }

  /// The longest batch that is accepted, once refusals turned out to be about size.
  var longestBatch: Int? { [longest, apart.sizeLimit].compactMap(\.self).min() }

  /// The count of rows that are not done, where the batch is settled in parts.
  var partial: FailureCount? { apart.isEmpty ? nil : failures }

  /// What became of each row, once there is no next step.
  var results: [Ruling] {
    var results = rulings.map { $0 ?? Ruling(.notAttempted, attempts: 0) }
    for (place, other) in aliases { results[place] = results[other] }
    return results
  }
}

extension Settlement {
  /// Sends rows for the first time in this run, or looks first where one that was sent before may have done harm.
  private mutating func begin(_ parcel: Parcel) {
    guard !parcel.places.isEmpty else { return }
    let looks = parcel.past.mayHaveActed && aim.operation.afterLoss == .readBack
    if looks { return recover(parcel) }
    var parcel = parcel
    parcel.past.isFirst = false
    steps.send([parcel])
  }

  private mutating func take(_ exchange: Exchange<Report>, of sent: Parcel) {
    for place in sent.places { attempts[place] += exchange.sent }
    var parcel = sent
    if exchange.mayHaveActedBefore { parcel.past.lose(.answerLost) }
    if parcel.past.counted != nil { return recount(exchange, parcel) }
    if case .refused(let why, let index) = exchange.result {
      return refused(parcel, why, at: index)
    }
    var isPassed = false
    if case .content = exchange.result { isPassed = true }
    follow(apart.ended(parcel, isPassed: isPassed))
    parcel.trial = nil
    switch exchange.result {
    case .content(let report): take(report, of: parcel)
    case .tooLarge(let why): halve(parcel, why, isForSize: true)
    case .overQuota(let why): halve(parcel, why, isForSize: false)
    case .refused(let why, _), .rejected(let why), .unsent(let why):
      end(parcel, Outcome(.failed, why))
    case .lost(let why): lose(parcel, why)
    case .stopped: end(parcel, .notAttempted)
    }
  }

  private mutating func take(_ report: Report, of parcel: Parcel) {
    if let count = report.count { return take(count: count, of: parcel) }
    var asked: [Int] = []
    var rows: [Report.Row] = []
    var lost: [Int] = []
    var why = Refusal.answerLost
    for (index, place) in parcel.places.enumerated() {
      let row = report.rows.indices.contains(index) ? report.rows[index] : .untold
      let isAlone = parcel.places.count == 1
      switch aim.verdict(of: row, for: items[place], parcel.past, isAlone: isAlone) {
      case .settled(let outcome): settle(place, outcome)
      case .look:
        asked.append(place)
        rows.append(row)
      case .lost(let refusal):
        lost.append(place)
        why = refusal
      case .again(let outcome), .alone(let outcome):
        var alone = parcel.part([place])
        alone.past.earlier = outcome
        steps.send([alone])
      }
    }
    if !asked.isEmpty {
      steps.add(.look(parcel.part(asked), .afterAnswer(rows, strays: report.strays)))
    }
    if !lost.isEmpty { lose(parcel.part(lost), why) }
  }

  /// What is said of rows whose way ends before an answer tells; where one that was sent before may have done it,
  /// looking may tell.
  private mutating func end(_ parcel: Parcel, _ outcome: Outcome) {
    if parcel.past.mayHaveActed, aim.looksAtEnd {
      if let why = outcome.detail { return lose(parcel, why) }
      return recover(parcel)
    }
    for place in parcel.places { settle(place, parcel.past.ended(outcome)) }
  }

  private mutating func lose(_ parcel: Parcel, _ why: Refusal) {
    var parcel = parcel
    parcel.past.lose(why)
    recover(parcel)
  }

  /// Up to so many links are looked up one by one before a walk over all links is tried.
  private static var fewRows: Int { 50 }

  /// Finds out what became of rows that may have been done.
  ///
  /// Where a second request would be refused for what the first has done, a few are looked for first: while one of
  /// them is as before, all can be sent again, which does no harm whatever became of the others.
  private mutating func recover(_ parcel: Parcel) {
    guard aim.looksAfterLoss else {
      for place in parcel.places { settle(place, Outcome(.unknown, parcel.past.why)) }
      return
    }
    if aim.looksAtEnd, maySend(parcel), parcel.places.count > Self.fewRows {
      let step = parcel.places.count / 4
      let some = stride(from: 0, to: parcel.places.count, by: step).map { parcel.places[$0] }
      steps.add(.look(parcel.part(some), .sample(of: parcel)))
    } else if aim.pausesBeforeLook, !parcel.past.isFirst, maySend(parcel) {
      steps.add(.pause(parcel.past.resends + 1, then: [.look(parcel, .afterLoss)]))
    } else {
      steps.add(.look(parcel, .afterLoss))
    }
  }

  /// Whether rows that turn out not to be done are sent again.
  ///
  /// Where lost answers are resent at once, the resends are used up by now.
  private func maySend(_ parcel: Parcel) -> Bool {
    parcel.past.isFirst
      || aim.operation.afterLoss == .readBack && parcel.past.resends < retries
  }

  private mutating func sendAgain(_ parcel: Parcel) {
    var parcel = parcel
    let isFirst = parcel.past.isFirst
    parcel.past.isFirst = false
    parcel.past.resends += 1
    // One row may be what the server fails on, and must not take the others along.
    let isSplit = parcel.past.resends > 1 && parcel.places.count > 1
    let parcels = isSplit ? halves(of: parcel) : [parcel]
    if isFirst || aim.pausesBeforeLook { return steps.send(parcels) }
    steps.add(.pause(parcel.past.resends, then: parcels.sends))
  }

  private func halves(of parcel: Parcel) -> [Parcel] {
    let half = parcel.places.count / 2
    return [parcel.part(parcel.places[..<half]), parcel.part(parcel.places[half...])]
  }

  /// Sends halves, since there is too much for one request, or for what is left of a quota.
  private mutating func halve(_ parcel: Parcel, _ why: Refusal, isForSize: Bool) {
    guard parcel.places.count > 1 else {
      if !isForSize { stop = .quotaUsedUp(why) }
      return end(parcel, Outcome(.failed, why))
    }
    if isForSize {
      longest = min(longest ?? .max, parcel.places.count / 2)
    } else {
      steps.isSerial = true
    }
    steps.send(halves(of: parcel))
  }
}

extension Settlement {
  private mutating func take(_ sights: Sights, _ question: Question, of parcel: Parcel) {
    switch question {
    case .beforehand: return sort(parcel, sights)
    case .sample(let whole):
      let isOpen = sights.rows.contains { $0.isThere == true }
      if isOpen { sendAgain(whole) } else { steps.add(.look(whole, .afterLoss)) }
      return
    case .afterCount(var counted):
      let standing = sights.rows.map(\.isThere)
      if !standing.contains(nil) { counted.standing = standing.map { $0 == true } }
      counted.isProved = sights.isProof
      return settle(parcel, counted)
    case .afterLoss, .afterRefusal, .afterAnswer: break
    }
    var again: [(place: Int, else: Outcome)] = []
    for (index, place) in parcel.places.enumerated() {
      let sight = sights.rows.indices.contains(index) ? sights.rows[index] : .untold(nil)
      switch aim.verdict(
        of: sight, for: items[place], parcel.past, asked: question, at: index)
      {
      case .settled(let outcome): settle(place, outcome)
      case .again(let outcome), .alone(let outcome): again.append((place, outcome))
      case .look: settle(place, parcel.past.ended(.notAttempted))
      case .lost(let why): settle(place, Outcome(.unknown, why))
      }
    }
    guard !again.isEmpty else { return }
    if maySend(parcel) { return sendAgain(parcel.part(again.map(\.place))) }
    for (place, outcome) in again { settle(place, outcome) }
  }

  /// Sends what was seen, and apart from it what was not, so that each answer speaks of one kind.
  private mutating func sort(_ parcel: Parcel, _ sights: Sights) {
    var seen: [Int] = []
    var hidden: [Int] = []
    var past = parcel.past
    var places: [String: Int] = [:]
    for (index, place) in parcel.places.enumerated() {
      let sight = sights.rows.indices.contains(index) ? sights.rows[index] : .untold(nil)
      switch aim.beginning(of: items[place], sight, isWhole: sights.isWhole, parcel.past) {
      case .settled(let outcome): settle(place, outcome)
      case .send(let item, .seen):
        if let name = aim.identity(of: item) {
          if let other = places[name] {
            aliases.append((place, other))
            continue
          }
          places[name] = place
        }
        items[place] = item
        seen.append(place)
      case .send(_, let beforehand):
        hidden.append(place)
        past.beforehand = beforehand
      }
    }
    var visible = parcel.part(seen)
    // What is there now was not done before.
    visible.past = Past()
    visible.past.since = parcel.past.since
    visible.past.beforehand = .seen
    steps.send([visible])
    begin(Parcel(hidden, past))
  }

  /// A full count settles every row at once; when it falls short, what remains is found out.
  private mutating func take(count: Int, of parcel: Parcel) {
    var counted = CountSettlement(
      total: parcel.places.count, removed: count, beforehand: parcel.past.beforehand,
      mayHaveActedBefore: parcel.past.mayHaveActed)
    if counted.isWhole { return settle(parcel, counted) }
    switch aim.operation.afterShortCount {
    case .lookUp where count == 0 && parcel.past.beforehand == .absent:
      // What was looked for before and not there, and of which nothing was removed, needs no other look.
      counted.standing = Array(repeating: false, count: counted.total)
      settle(parcel, counted)
    case .lookUp: steps.add(.look(parcel, .afterCount(counted)))
    case .resend:
      // The first answer itself was that nothing matched.
      if count == 0 { counted.proveNoneStands() }
      countAgain(parcel, counted)
    }
  }

  /// The most resends until nothing matches.
  private static var mostCounts: Int { 3 }

  /// Sends a request again until nothing matches, which tells that none of the links is there.
  private mutating func countAgain(_ parcel: Parcel, _ counted: CountSettlement) {
    let isOver = counted.standing != nil || counted.removed >= counted.total
    guard !isOver, parcel.past.resends < Self.mostCounts else { return settle(parcel, counted) }
    var parcel = parcel
    parcel.past.resends += 1
    parcel.past.counted = counted
    steps.send([parcel])
  }

  private mutating func recount(_ exchange: Exchange<Report>, _ parcel: Parcel) {
    guard var counted = parcel.past.counted else { return }
    var parcel = parcel
    parcel.past.counted = nil
    guard case .content(let report) = exchange.result, let more = report.count,
      more <= counted.total - counted.removed
    else { return settle(parcel, counted) }
    if exchange.mayHaveActedBefore { counted.mayHaveActedBefore = true }
    counted.removed += more
    if more == 0 { counted.proveNoneStands() }
    countAgain(parcel, counted)
  }

  private mutating func settle(_ parcel: Parcel, _ counted: CountSettlement) {
    for (index, place) in parcel.places.enumerated() { settle(place, counted.outcome(at: index)) }
  }
}

extension Settlement {
  /// A request was refused whole because of some row, at an index where it is named.
  private mutating func refused(_ parcel: Parcel, _ why: Refusal, at index: Int?) {
    if parcel.past.mayHaveActed { apart.touch(parcel.places) }
    follow(apart.refused(parcel))
    if parcel.places.count == 1 { return refusedAlone(parcel.part(parcel.places), why) }
    if parcel.trial != nil { return }
    if let index, parcel.places.indices.contains(index) {
      var rest = parcel.places
      refusedAlone(parcel.part([rest.remove(at: index)]), why)
      return steps.send([parcel.part(rest)])
    }
    follow(apart.begin(parcel))
  }

  private mutating func follow(_ trials: [Step]) {
    for trial in trials { steps.add(trial) }
  }

  private mutating func refusedAlone(_ parcel: Parcel, _ why: Refusal) {
    guard let place = parcel.places.first else { return }
    switch aim.verdict(refused: why, for: items[place], parcel.past) {
    case .settled(let outcome): settle(place, outcome)
    case .look: steps.add(.look(parcel, .afterRefusal(why)))
    case .lost(let why): end(parcel, Outcome(.failed, why))
    case .again(let outcome), .alone(let outcome): settle(place, outcome)
    }
  }
}
