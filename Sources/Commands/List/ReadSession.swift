// What the commands that only read do around their run: provider, key, engine, signals, and the words for its end.

import Bulk
import Providers

/// One reading command between its arguments and its exit status.
struct ReadSession {
  let console: Console
  let session: Session
  private let key: APIKey

  var provider: any Provider { session.connection.provider }

  init(_ session: Session, _ console: Console, standardInputIsTaken: Bool = false) throws(Failure) {
    self.session = session
    self.console = console
    key = try session.key(standardInputIsTaken: standardInputIsTaken)
  }

  /// Carries a run out; a signal ends it without waiting, since nothing is changed.
  func carryOut<End>(rows: Int? = nil, _ run: (Engine) async -> End) async throws(Failure) -> End {
    let watch = session.interruptionWatch(isPatient: false)
    watch.begin()
    defer { watch.end() }
    let rules = rows.map { Session.RowRules(count: $0, isOrdered: true, ignoresNotFound: false) }
    let engine = session.engine(key, try session.transport(), of: rules)
    watch.follow(engine)
    return await run(engine)
  }

  /// How the command ends where its run was stopped early, or its links could not be written; `nil` where neither is so.
  ///
  /// A reader that has seen enough is no error and is not talked about.
  func end(_ stop: RunStop?, _ hint: String) -> ExitStatus? {
    if let status = console.endResults() { return status }
    guard let stop else { return nil }
    var failure = Failure(stop, session.connection)
    switch stop {
    case .interrupted(let signal), .abandoned(let signal):
      failure.message = "interrupted by \(Failure.name(of: signal))"
      failure.hints = []
    default: failure.hints.removeAll { $0.hasPrefix("rows that are not done") }
    }
    failure.hints.append(hint)
    console.report(failure)
    return .stopped
  }
}
