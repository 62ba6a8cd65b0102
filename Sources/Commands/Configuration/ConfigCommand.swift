// `linkctl config check`: tries the key with a harmless read, and tells whose it is.

import Arguments
import Bulk
import HTTP
import Providers
import Synchronization

/// One `linkctl config check`, from its options to its end.
struct ConfigCommand {
  let host: Host
  let console: Console
  let options: ConfigOptions

  /// Sends the provider's harmless reads, and prints what they tell.
  func check() async throws(Failure) -> ExitStatus {
    let session = try Session(
      options.connection, options.pace, isVerbose: options.isVerbose, host: host, console: console)
    let connection = session.connection
    let key = try session.key(standardInputIsTaken: false)
    let watch = session.interruptionWatch(isPatient: false)
    watch.begin()
    defer { watch.end() }
    let notice = WaitNotice(console, provider: connection.provider.title)
    let engine = session.engine(key, try session.transport(), tellWait: notice.note)
    watch.follow(engine)
    var report = KeyReport(connection)
    try await ask(engine, connection, &report)
    report.redact(key, as: connection.provider.credential)
    console.result(options.report.format == .json ? report.document : report.text)
    return console.endResults() ?? .done
  }

  private func ask(
    _ engine: Engine, _ connection: Connection, _ report: inout KeyReport
  ) async throws(Failure) {
    let check = connection.provider.keyCheck
    for (index, request) in check.requests.enumerated() {
      let hints = Mutex(RateHints())
      let exchange = await engine.read(request) { reply in
        hints.withLock { $0 = RateHints(reply) }
        return check.read(reply, of: index)
      }
      report.findings.add(try findings(in: exchange, engine, connection))
      report.hints = hints.withLock { $0 }
    }
    report.findings.untold += check.untold
  }

  /// What an answer tells, or why there is none.
  private func findings(
    in exchange: Exchange<KeyFindings>, _ engine: Engine, _ connection: Connection
  ) throws(Failure) -> KeyFindings {
    if case .content(let findings) = exchange.result { return findings }
    if let stop = engine.stopped { throw Failure(stop, connection, hasRows: false) }
    let title = connection.provider.title
    let why = exchange.refusal?.message ?? "there is no answer"
    switch exchange.result {
    case .refused, .tooLarge, .overQuota, .rejected:
      throw Failure(
        "\(title) refuses a read that should be harmless: \(why)",
        hint: "check that \(connection.base) is where its API is", status: .stopped)
    case .lost, .unsent, .stopped, .content:
      throw Failure(
        "\(title) is out of reach: \(why)",
        hint: exchange.refusal.map(connection.hint) ?? "run it again", status: .stopped)
    }
  }
}

extension RateHints {
  /// What the answer that was just read says of the rate.
  fileprivate init(_ reply: Reply) {
    self.init(
      HTTPResponse(status: reply.status, headers: reply.headers), receivedAtEpoch: WallClock.now)
  }
}

/// The options of `config` as they were typed.
struct ConfigOptions: Sendable {
  var connection = ConnectionOptions()
  var pace = PaceOptions()
  var report = ReportOptions()
  var isVerbose = false

  static let outputGroup = OptionGroup<ConfigOptions>(
    "Output",
    ReportOptions.group.lifted(to: \.report).options + [.verbose(.set(\.isVerbose))])
}

extension ConfigCommand {
  static let name = "config"

  /// The row of the program's table.
  static let spec = CommandSpec<ConfigOptions>(
    name, otherNames: ["check", "auth", "login", "whoami", "ping", "profile", "profiles"],
    summary: "try the key, and tell whose it is and what its limits are",
    discussion: """
      config check sends a read that changes nothing, with the key that the other commands would \
      use, and tells where that key is from, whose workspace it opens, and what the limits are, as \
      far as the provider tells; what cannot be known is named. It is sent as all requests are: a \
      rate limit is waited for, up to {--max-wait}, and faults are tried again, up to {--retries}.

      Profiles are objects in the configuration file, by their names, under the member profiles; \
      the member defaultProfile names the one that is taken without {--profile}. What a profile \
      says counts where no option says it, for the commands that have such an option. A profile \
      that {--profile} names goes before the environment, and that before the default profile. A \
      profile's address and key, and what its provider needs beside them, are not used when \
      another provider is asked for.

      Of apiKeyCommand the first line of output is the key; its standard input is empty, and its \
      messages are shown. A list of words is run as it is, a line by /bin/sh -c. apiKeyFile may \
      begin with ~/, and is otherwise beside the configuration file.
      """,
    operand: .one("ACTION", .choice([Choice("check", "try the key with a harmless read")])),
    defaults: ConfigOptions(),
    groups: [
      ConnectionOptions.group.lifted(to: \.connection),
      PaceOptions.requests.lifted(to: \.pace), ConfigOptions.outputGroup,
    ],
    examples: [
      Example(
        "See whether the key is right, and whose it is", "linkctl config check --provider dub"),
      Example("Try the key of a profile", "linkctl config check --profile work"),
      Example(
        "See how many requests are left for now",
        "linkctl config check --profile work -o json | jq .rate_limit.remaining"),
    ],
    exitStatuses: [ExitStatus.done, .usage, .stopped].map(\.definition),
    variables: ProviderVariables.connection, files: files)

  private static let files = [
    Definition(
      "$XDG_CONFIG_HOME/linkctl/config.json",
      """
      the configuration, else ~/.config/linkctl/config.json, such as \(ConfigFile.example). A \
      profile may have
      """ + " " + ProfileMember.all.map { "\($0.name) (\($0.meaning))" }.joined(separator: ", ")
        + ". A file with a key in it that others can read is refused.")
  ]
}
