import Bulk
import Providers
import TestSupport
import Testing

@Suite struct LedgerTests {
  /// What these lines add up to.
  private func ledger(_ lines: JournalLine..., ignoringNotFound: Bool = false, boot: String = "")
    -> Ledger
  {
    var replay = JournalReplay(ignoringNotFound: ignoringNotFound)
    for line in [.header(job), begun(1)] + lines {
      let fits = replay.take(line)
      #expect(fits, "\(line)")
    }
    return replay.handOver(boot: boot)
  }

  private func pasts(_ ledger: Ledger, _ names: String...) -> [RowPast] {
    var ledger = ledger
    return names.map { ledger.take(RowIdentity(row($0))) }
  }

  /// Rows named `link=change`, where the order of those of one link matters.
  private func ordered(_ ledger: Ledger, _ names: String...) -> [RowPast] {
    var ledger = ledger
    return names.map { name in
      let link = name.prefix { $0 != "=" }
      return ledger.take(RowIdentity(row(name), subject: RowSubject(kind: 1, [String(link)])))
    }
  }

  /// A row that is named `link=change`, of an external ID where it begins with `ext`.
  private func identity(_ name: String) -> RowIdentity {
    let link = String(name.prefix { $0 != "=" })
    return RowIdentity(
      row(name), subject: RowSubject(kind: link.hasPrefix("ext") ? 2 : 1, [link]),
      change: Fingerprint(of: name.utf8.drop { $0 != 0x3D }).half)
  }

  /// An intent with such rows, as it is recorded.
  private func about(_ batch: Int, _ names: String...) -> JournalLine {
    .intent(
      JournalIntent(
        batch: batch, rows: names.map { row($0) }, subjects: names.map { identity($0).subject }))
  }

  /// What becomes of an input with these rows.
  private func input(_ ledger: Ledger, _ names: String...) -> [RowPast] {
    var ledger = ledger
    if ledger.needsLookAhead {
      var ahead = ledger.lookAhead()
      for name in names { ahead.add(identity(name)) }
      ledger.end(ahead)
    }
    return names.map { ledger.take(identity($0)) }
  }

  private func ended(_ run: Int, open: Int) -> JournalLine { .ended(run: run, open: open) }

  @Test("a row is done only where it is the last thing that was done to its link")
  func changedInput() {
    // Spring, then Spring2, then Spring again, while something else is open all the time.
    let ledger = ledger(
      about(1, "x=Spring", "y=1"), settled(1, .updated, .failed), ended(1, open: 1), begun(2),
      about(2, "x=Spring2", "y=1"), settled(2, .updated, .failed), ended(2, open: 1))
    #expect(input(ledger, "x=Spring", "y=1") == [.overtaken, .open])
    #expect(input(ledger, "x=Spring2", "y=1") == [.done, .open])
    // What the input holds in this order was done in this order.
    #expect(input(ledger, "x=Spring", "x=Spring2", "y=1") == [.done, .done, .open])
    #expect(input(ledger, "x=Spring2", "x=Spring", "y=1") == [.done, .overtaken, .open])
  }

  @Test("what may have been done to a link since counts too")
  func maybeDone() {
    for status in [Status.unknown, .unconfirmed] {
      let ledger = ledger(
        about(1, "x=1", "z=1"), settled(1, .updated, .updated), about(2, "x=2"), settled(2, status))
      #expect(input(ledger, "x=1", "z=1") == [.overtaken, .done])
      #expect(input(ledger, "x=1", "x=2") == [.done, .inDoubt])
    }
    let killed = ledger(about(1, "x=1"), settled(1, .updated), about(2, "x=2"), begun(2))
    #expect(input(killed, "x=1") == [.overtaken])
    let refused = ledger(
      about(1, "x=1"), settled(1, .updated), about(2, "x=2"), settled(2, .failed))
    #expect(input(refused, "x=1") == [.done])
  }

  @Test("when a run has left nothing open the next one looks at every row about a link again")
  func rounds() {
    let first: [JournalLine] = [
      about(1, "x=1", "y=1"), .intent(JournalIntent(batch: 2, rows: [row("new")])),
      settled(1, .updated, .unchanged), settled(2, .created),
    ]
    func after(_ more: JournalLine...) -> Ledger {
      var replay = JournalReplay(ignoringNotFound: false)
      for line in [.header(job), begun(1)] + first + more {
        let fits = replay.take(line)
        #expect(fits, "\(line)")
      }
      return replay.handOver(boot: "")
    }
    let open = after(ended(1, open: 1))
    #expect(input(open, "x=1", "y=1") == [.done, .done] && !open.beginsRound)
    #expect(input(after(), "x=1", "y=1") == [.done, .done])
    let over = after(ended(1, open: 0))
    #expect(input(over, "x=1", "y=1") == [.open, .open] && over.beginsRound)
    #expect(pasts(over, "new") == [.done])
    // The second round stopped in the middle.
    let second = after(ended(1, open: 0), begun(2), about(3, "x=1"), settled(3, .unchanged))
    #expect(input(second, "x=1", "x=1", "y=1") == [.done, .open, .open] && !second.beginsRound)
    #expect(pasts(second, "new", "new") == [.done, .open])
    let inDoubt = after(ended(1, open: 0), begun(2), about(3, "x=1"), begun(3))
    #expect(input(inDoubt, "x=1", "y=1") == [.inDoubt, .open])
  }

  @Test("names of two kinds may be one link's, whatever was done by which")
  func twoKinds() {
    let done = ledger(
      about(1, "x=1"), settled(1, .failed), about(2, "ext=2", "y=3"),
      settled(2, .updated, .updated))
    // The row that was refused is sent now, so what came after it has its turn again.
    #expect(input(done, "x=1", "ext=2", "y=3") == [.open, .overtaken, .overtaken])
    // Equal changes may come in any order.
    #expect(input(done, "x=2", "ext=2", "y=3") == [.open, .done, .done])
    #expect(input(done, "y=3", "x=1") == [.overtaken, .open])
    #expect(input(done, "ext=2", "y=3", "x=1") == [.done, .done, .open])
    let later = ledger(
      about(1, "x=1"), settled(1, .updated), about(2, "ext=2"), settled(2, .updated))
    #expect(input(later, "x=1") == [.overtaken])
    #expect(input(later, "ext=2", "x=1") == [.done, .overtaken])
    #expect(input(later, "x=1", "ext=2") == [.done, .done])
  }

  @Test("a link that a row gives another external ID is known by both")
  func renamed() {
    var ledger = ledger(
      about(1, "ext_b=2"), settled(1, .updated), about(2, "ext_c=2"), settled(2, .updated))
    let rename = RowIdentity(
      row("rename"), subject: RowSubject(kind: 2, ["ext_a"]),
      subjectAfter: RowSubject(kind: 2, ["ext_b"]))
    #expect(ledger.take(rename) == .open)
    #expect(ledger.take(identity("ext_b=2")) == .overtaken)
    #expect(ledger.take(identity("ext_c=2")) == .done)
  }

  @Test("rows are known by their content, wherever they stand")
  func resorted() {
    let ledger = ledger(intent(1, "a", "b", "c"), settled(1, .created, .failed, .created))
    #expect(pasts(ledger, "c", "new", "b", "a") == [.done, .open, .open, .done])
  }

  @Test("of equal rows as many are done as were done")
  func equal() {
    let ledger = ledger(
      intent(1, "a", "a", "a", "a"), settled(1, .created, .failed, .created, .unknown))
    #expect(pasts(ledger, "a", "a", "a", "a", "a") == [.done, .done, .inDoubt, .open, .open])
  }

  @Test("what each outcome means for the next run", arguments: Status.allCases)
  func outcomes(status: Status) {
    let expected: RowPast =
      switch status {
      case .created, .updated, .deleted, .unchanged, .skipped, .planned: .done
      case .unknown, .unconfirmed: .inDoubt
      case .notFound, .failed, .invalid, .notAttempted: .open
      }
    #expect(pasts(ledger(intent(1, "a"), settled(1, status)), "a") == [expected])
  }

  @Test("links that are not there are done where that is asked for")
  func notFound() {
    let lines = [intent(1, "a"), settled(1, .notFound)]
    #expect(pasts(ledger(lines[0], lines[1], ignoringNotFound: true), "a") == [.done])
    #expect(pasts(ledger(lines[0], lines[1]), "a") == [.open])
  }

  @Test("a batch without an outcome is in doubt, also when later runs have been")
  func inFlight() {
    let ledger = ledger(
      intent(1, "a"), intent(2, "b"), settled(2, .created), begun(2), intent(3, "c"))
    #expect(pasts(ledger, "a", "b", "c") == [.inDoubt, .done, .inDoubt])
  }

  @Test("a batch of which no request went is what it was, unless the system was started anew")
  func announced() {
    let again = JournalIntent(
      batch: 4, rows: [row("new")], doubtful: [row("doubt")], overtaken: [row("over")])
    for (boot, isSent) in [("1", false), ("2", false), ("1", true), ("", false)] {
      let begins: [JournalLine] = [
        .run(JournalRun(number: 2, process: 1, started: 0, boot: boot == "" ? "" : "1")),
        .intent(again),
      ]
      let ledger = ledger(
        intent(1, "doubt"), settled(1, .unknown), intent(2, "over"), settled(2, .updated),
        intent(3, "done"), settled(3, .updated), begins[0], begins[1],
        isSent ? .sent(4, rows: []) : intent(5, "other"), boot: boot)
      let isKnown = boot == "1" && !isSent
      #expect(
        pasts(ledger, "new", "doubt", "over", "done")
          == (isKnown ? [.open, .inDoubt, .done, .done] : [.inDoubt, .inDoubt, .inDoubt, .done]))
    }
  }

  @Test("of a batch of many requests only the rows of those that went are in doubt")
  func partlySent() {
    let batch = JournalIntent(
      batch: 3, rows: [row("a"), row("b"), row("c")], doubtful: [row("doubt")],
      overtaken: [row("over"), row("last")])
    let ledger = ledger(
      intent(1, "doubt"), settled(1, .unknown), intent(2, "over", "last"),
      settled(2, .updated, .updated),
      .run(JournalRun(number: 2, process: 1, started: 0, boot: "1")),
      .intent(batch), .sent(3, rows: [1..<2, 4..<5]), .sent(3, rows: [1..<3]), boot: "1")
    #expect(
      pasts(ledger, "a", "b", "c", "doubt", "over", "last")
        == [.open, .inDoubt, .inDoubt, .inDoubt, .inDoubt, .done])
  }

  @Test("a doubt is over with the batch that took it up")
  func doubtTakenUp() {
    func again(_ status: Status) -> [RowPast] {
      let again = JournalIntent(batch: 2, rows: [], doubtful: [row("a")])
      return pasts(
        ledger(intent(1, "a"), begun(2), .intent(again), settled(2, status)), "a", "a")
    }
    #expect(again(.created) == [.done, .open])
    #expect(again(.failed) == [.open, .open])
    #expect(again(.unknown) == [.inDoubt, .open])
  }

  @Test("the last row about a link keeps the last word when an earlier one is sent again")
  func lastWord() {
    let first = ledger(
      intent(1, "x=1", "y=1"), settled(1, .failed, .updated), intent(2, "x=2"),
      settled(2, .updated))
    #expect(ordered(first, "x=1", "y=1", "x=2") == [.open, .done, .overtaken])

    // The earlier row was sent after the later one, and then the run was killed.
    let second = ledger(
      intent(1, "x=1"), settled(1, .failed), intent(2, "x=2"), settled(2, .updated), begun(2),
      intent(3, "x=1"), settled(3, .updated))
    #expect(ordered(second, "x=1", "x=2") == [.done, .overtaken])

    let redone = JournalIntent(batch: 4, rows: [], overtaken: [row("x=2")])
    let third = ledger(
      intent(1, "x=1"), settled(1, .failed), intent(2, "x=2"), settled(2, .updated), begun(2),
      intent(3, "x=1"), settled(3, .updated), .intent(redone), settled(4, .updated))
    #expect(ordered(third, "x=1", "x=2", "x=2") == [.done, .done, .open])

    let inOrder = ledger(intent(1, "x=1", "x=2"), settled(1, .updated, .updated))
    #expect(ordered(inOrder, "x=1", "x=2") == [.done, .done])
  }

  @Test("lines that cannot follow are refused")
  func impossible() {
    func replay(_ lines: JournalLine...) -> [Bool] {
      var replay = JournalReplay(ignoringNotFound: false)
      return lines.map { replay.take($0) }
    }
    #expect(replay(begun(1)) == [false])
    #expect(replay(.header(job), .header(job)) == [true, false])
    #expect(replay(.header(job), begun(2)) == [true, false])
    #expect(replay(.header(job), intent(1, "a")) == [true, false])
    #expect(replay(.header(job), begun(1), intent(2, "a")) == [true, true, false])
    #expect(replay(.header(job), begun(1), intent(1)) == [true, true, false])
    #expect(replay(.header(job), begun(1), settled(1, .created)) == [true, true, false])
    #expect(replay(.header(job), begun(1), .sent(1, rows: [])) == [true, true, false])
    #expect(
      replay(.header(job), begun(1), intent(1, "a", "b"), .sent(1, rows: [0..<2, 2..<3]))
        == [true, true, true, false])
    #expect(
      replay(.header(job), begun(1), intent(1, "a"), settled(1, .created, .created))
        == [true, true, true, false])
    #expect(
      replay(
        .header(job), begun(1), intent(1, "a"), settled(1, .created), settled(1, .created))
        == [true, true, true, true, false])
    #expect(
      replay(.header(job), begun(1), intent(1, "a"), begun(2), settled(1, .created))
        == [true, true, true, true, false])
  }

  @Test(
    "many rows, in any order, are counted as a dictionary counts them",
    arguments: 1...5 as ClosedRange<UInt64>)
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var replay = JournalReplay(
      ignoringNotFound: false, rows: Int.random(in: 0...50, using: &random))
    #expect([.header(job), begun(1)].map { replay.take($0) } == [true, true])
    var done: [Int: Int] = [:]
    var doubt: [Int: Int] = [:]
    for batch in 1...200 {
      let names = (0..<20).map { _ in Int.random(in: 0..<1_500, using: &random) }
      let intent = JournalIntent(batch: batch, rows: names.map { row("\($0)") })
      let isTaken = replay.take(.intent(intent))
      #expect(isTaken)
      guard batch % 10 != 0 else {
        // The last run left these in flight, whatever the system is called.
        for name in names { doubt[name, default: 0] += 1 }
        continue
      }
      let statuses = names.map { _ in
        [Status.created, .failed, .unknown].randomElement(using: &random) ?? .failed
      }
      for (name, status) in zip(names, statuses) {
        if status == .created { done[name, default: 0] += 1 }
        if status == .unknown { doubt[name, default: 0] += 1 }
      }
      let rows = statuses.map { JournalRowOutcome($0) }
      let isSettled = replay.take(.outcome(JournalOutcome(batch: batch, rows: rows)))
      #expect(isSettled)
    }
    var ledger = replay.handOver(boot: "")
    for name in (0..<1_500).shuffled(using: &random) {
      for turn in 0..<6 {
        let (done, doubt) = (done[name] ?? 0, doubt[name] ?? 0)
        let expected: RowPast = turn < done ? .done : turn < done + doubt ? .inDoubt : .open
        let past = ledger.take(RowIdentity(row("\(name)")))
        #expect(past == expected)
      }
    }
  }
}
