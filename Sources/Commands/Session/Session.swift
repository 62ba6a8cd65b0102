// What every command that sends requests has around them, whether it has rows or not: where they go, what the engine
// is told, and what is said while they are on their way.

import Bulk
import HTTP
import Providers
import Transport

/// One command at one provider.
struct Session {
  let host: Host
  let console: Console
  let connection: Connection
  private let pace: PaceOptions
  private let isQuiet: Bool
  private let isVerbose: Bool

  /// Finds the provider, and nothing else yet: no key is read and no input opened.
  init(
    _ connection: ConnectionOptions, _ pace: PaceOptions, color: When = .auto,
    isQuiet: Bool = false, isVerbose: Bool = false, host: Host, console: Console
  ) throws(Failure) {
    console.use(color: color)
    self.connection = try Connection(connection, host)
    self.pace = pace
    self.isQuiet = isQuiet
    self.isVerbose = isVerbose
    self.host = host
    self.console = console
    if let words = self.connection.exposure, !isQuiet { console.warn(words) }
  }

  /// The session of a bulk command.
  init(_ options: SessionOptions, host: Host, console: Console) throws(Failure) {
    try self.init(
      options.connection, options.pace, color: options.output.color,
      isQuiet: options.output.quiet, isVerbose: options.output.verbose, host: host,
      console: console)
  }

  /// The key, which may be on standard input where nothing else is.
  func key(standardInputIsTaken: Bool) throws(Failure) -> APIKey {
    try connection.key(host, standardInputIsTaken: standardInputIsTaken)
  }

  /// What the requests go through.
  func transport() throws(Failure) -> any Transport { try connection.transport(host, pace) }

  /// What looks out for signals during the command; a command that only reads does not wait for answers.
  func interruptionWatch(isPatient: Bool = true) -> InterruptionWatch {
    InterruptionWatch(console, timeout: pace.timeout, isPatient: isPatient)
  }

  /// What carries the command's requests out.
  func engine(
    _ key: APIKey, _ transport: any Transport, of rows: RowRules? = nil,
    journal: JournalWriter? = nil, tellWait: @escaping @Sendable (Wait) -> Void = { _ in }
  ) -> Engine {
    Engine(
      connection.provider, key: key, transport: transport, options: runOptions(rows),
      journal: journal, trace: trace, tellFault: tellFault, tellWait: tellWait)
  }
}

extension Session {
  /// What the rows of a command ask of the engine.
  struct RowRules {
    var count: Int
    var isOrdered: Bool
    var ignoresNotFound: Bool
    var mostFailures: Int?
  }

  /// What the engine is told: the one place where options become rules.
  private func runOptions(_ rows: RowRules?) -> RunOptions {
    var run = RunOptions()
    run.concurrency = pace.concurrency
    run.pace.atMost = pace.rate
    run.pace.maxWait = pace.maxWait
    run.pace.retries = pace.retries
    run.mostTime = pace.maxDuration
    run.interruption = { Interruption.signal }
    if let rows {
      run.rows = rows.count
      run.isOrdered = rows.isOrdered
      run.ignoresNotFound = rows.ignoresNotFound
      run.mostFailures = rows.mostFailures
    }
    return run
  }

  /// What tells of each request, where that is asked for.
  private var trace: (@Sendable (RequestTrace) -> Void)? {
    guard isVerbose else { return nil }
    return { [console] in console.message($0.line) }
  }

  /// Says that the provider cannot be reached and how often it is tried, before the first resend.
  private var tellFault: @Sendable (FaultNotice) -> Void {
    guard !isQuiet else { return { _ in } }
    return { [console, connection] in console.warn($0.words(connection)) }
  }
}

extension RequestTrace {
  /// The line that `-v` prints; a long list of IDs is cut, and there is no header in it.
  fileprivate var line: String {
    let shown = target.utf8.count > 120 ? target.prefix(117) + "..." : target
    let end =
      switch end {
      case .status(let status): String(status)
      case .error(let code): code
      }
    return "\(method.rawValue) \(shown) -> \(end) in \(Int(took / .milliseconds(1))) ms"
  }
}
