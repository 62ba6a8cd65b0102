// `linkctl config check`: tries the key with a harmless read, and tells whose it is.

import Arguments
import Bulk
import Glibc
import HTTP
import Providers
import Transport

/// One `linkctl config check`, from its options to its end.
struct ConfigCommand {
  let host: Host
  let console: Console
  let options: ConfigOptions

  /// Sends the provider's harmless reads, once each, and prints what they tell.
  func check() async throws(Failure) -> ExitStatus {
    let connection = try Connection(options.connection, host)
    let key = try connection.key(host, standardInputIsTaken: false)
    let transport = try connection.transport(host, PaceOptions())
    let check = connection.provider.keyCheck
    var report = KeyReport(options.connection.chosenProfile, connection)
    for (index, request) in check.requests.enumerated() {
      let response = try await send(request, connection, key, transport)
      let answer = check.read(Reply(response), of: index).mapRefusal {
        key.redacted($0, as: connection.provider.credential)
      }
      report.findings.add(try findings(in: answer, response, connection))
      report.hints = RateHints(response, receivedAtEpoch: WallClock.now)
    }
    report.findings.untold += check.untold
    report.redact(key, as: connection.provider.credential)
    console.result(options.report.format == .json ? report.document : report.text)
    return console.endResults() ?? .done
  }

  private func send(
    _ request: HTTPRequest, _ connection: Connection, _ key: APIKey, _ transport: any Transport
  ) async throws(Failure) -> HTTPResponse {
    var request = request
    connection.provider.authorize(&request, with: key)
    do throws(TransportError) {
      return try await transport.send(request)
    } catch {
      let why = key.redacted(Refusal(error), as: connection.provider.credential)
      throw Self.noAnswer(why, connection)
    }
  }

  /// What an answer tells, or why there is none.
  private func findings(
    in answer: Answer<KeyFindings>, _ response: HTTPResponse, _ connection: Connection
  ) throws(Failure) -> KeyFindings {
    switch answer {
    case .content(let findings): return findings
    case .stop(let stop): throw Failure(.provider(stop), connection)
    case .refused(let why, _), .tooLarge(let why), .overQuota(let why):
      throw Failure(
        "\(connection.provider.title) refuses a read that should be harmless: \(why.message)",
        hint: "check that \(connection.base) is where its API is", status: .stopped)
    case .fault(let why) where why.code == "unreadable_answer":
      throw Failure(.provider(.wrongAddress(why)), connection)
    case .fault(let why): throw Self.noAnswer(why, connection)
    case .rateLimited(let seconds):
      let hints = RateHints(
        response, receivedAtEpoch: WallClock.now, bodyRetryAfter: seconds)
      var when = ""
      if case .after(let wait) = hints.retryAfter { when = " for \(wait.words)" }
      throw Failure(
        "\(connection.provider.title) accepts the key, but no more requests\(when): its rate limit"
          + " is reached",
        hint: "run it again later; others may be using the same key", status: .stopped)
    }
  }

  private static func noAnswer(_ why: Refusal, _ connection: Connection) -> Failure {
    Failure(
      "\(connection.provider.title) is out of reach: \(why.message)",
      hint: connection.hint(for: why),
      status: .stopped)
  }
}

/// The options of `config` as they were typed.
struct ConfigOptions: Sendable {
  var connection = ConnectionOptions()
  var report = ReportOptions()
}

extension ConfigCommand {
  /// The row of the program's table.
  static let spec = CommandSpec<ConfigOptions>(
    "config", otherNames: ["check", "auth", "login", "whoami", "ping", "profile", "profiles"],
    summary: "try the key, and tell whose it is and what its limits are",
    discussion: """
      config check sends a read that changes nothing, with the key that the other commands would \
      use, and tells where that key is from, whose workspace it opens, and what the limits are, as \
      far as the provider tells; what cannot be known is named.

      Profiles are objects in the configuration file, by their names, under the member profiles; \
      the member defaultProfile names the one that is taken without {--profile}. What a profile \
      says counts where no option says it, for the commands that have such an option. A profile \
      that {--profile} names goes before the environment, and that before the default profile. A \
      profile's address and key are not used when another provider is asked for.

      Of apiKeyCommand the first line of output is the key; its standard input is empty, and its \
      messages are shown. A list of words is run as it is, a line by /bin/sh -c. apiKeyFile may \
      begin with ~/, and is otherwise beside the configuration file.
      """,
    operand: .one("ACTION", .choice([Choice("check", "try the key with a harmless read")])),
    defaults: ConfigOptions(),
    groups: [
      ConnectionOptions.group.lifted(to: \.connection), ReportOptions.group.lifted(to: \.report),
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
      the configuration, else ~/.config/linkctl/config.json, such as \
      {"profiles":{"work":{"provider":"dub","apiKeyCommand":"pass show dub"}}}. A profile may have
      """ + " " + ProfileMember.all.map { "\($0.name) (\($0.meaning))" }.joined(separator: ", ")
        + ". A file with a key in it that others can read is refused.")
  ]
}
