// What the commands that only read do around their run: provider, key, engine, signals, and the words for its end.

import Arguments
import Bulk
import Providers
import Transport

/// One reading command between its arguments and its exit status.
struct ReadSession {
  let host: Host
  let console: Console
  let connection: Connection
  let pace: PaceOptions
  let output: LinkOutput
  private let key: APIKey

  var provider: any Provider { connection.provider }

  init(
    _ connection: Connection, host: Host, console: Console, _ pace: PaceOptions,
    _ output: LinkOutput, standardInputIsTaken: Bool = false
  ) throws(Failure) {
    self.host = host
    self.console = console
    self.connection = connection
    self.pace = pace
    self.output = output
    key = try connection.key(host, standardInputIsTaken: standardInputIsTaken)
  }

  /// Carries a run out: signals end it in order, and its progress is shown.
  func carryOut<End>(
    rows: Int = 0, _ run: (Engine) async -> End
  ) async throws(Failure) -> End {
    let watch = InterruptionWatch(console, timeout: pace.timeout)
    watch.begin()
    defer { watch.end() }
    var options = RunOptions()
    options.rows = rows
    options.concurrency = pace.concurrency
    options.pace.atMost = pace.rate
    options.pace.maxWait = pace.maxWait
    options.pace.retries = pace.retries
    options.mostTime = pace.maxDuration
    options.interruption = { Interruption.signal }
    let engine = Engine(
      provider, key: key, transport: try connection.transport(host, pace), options: options,
      trace: trace, tellFault: tellFault)
    watch.follow(engine)
    return await run(engine)
  }

  private var trace: (@Sendable (RequestTrace) -> Void)? {
    guard output.verbose else { return nil }
    return { [console] in console.message($0.line) }
  }

  private var tellFault: @Sendable (FaultNotice) -> Void {
    guard !output.quiet else { return { _ in } }
    return { [console, connection] in console.warn($0.words(connection)) }
  }

  /// How the command ends where its run was stopped early, or its links could not be written; `nil` where neither is so.
  ///
  /// A reader that has seen enough is no error and is not talked about.
  func end(_ stop: RunStop?, _ hint: String) -> ExitStatus? {
    if let status = console.endResults() { return status }
    guard let stop else { return nil }
    var failure = Failure(stop, connection)
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
