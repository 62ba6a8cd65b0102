// What is said when a run stops early: what happened, and what to do next.

import Bulk
import Glibc
import Providers
import Records
import Transport

extension Failure {
  /// `hasRows` is false for a command that only reads, which can be run again whatever stopped it.
  init(_ stop: RunStop, _ connection: Connection, hasRows: Bool = true) {
    let title = connection.provider.title
    let again = hasRows ? "rows that are not done can be run again" : "then run it again"
    switch stop {
    case .provider(let stop): self.init(stop, connection, again)
    case .outOfReach(let why) where why.code == "unreadable_answer":
      self.init(
        "\(connection.base) does not answer as \(title)'s API: \(why.message)",
        hint: "check --base-url and LINKCTL_BASE_URL", again)
    case .outOfReach(let why):
      self.init("\(title) is out of reach: \(why.message)", hint: connection.hint(for: why), again)
    case .waitTooLong(let asked):
      self.init(
        "\(title) asks to wait \(asked.words), which is longer than --max-wait allows",
        hint: "run it again later, or allow more with --max-wait TIME")
    case .rateLimitedFor(let time):
      self.init(
        "\(title) has refused every request as too fast for \(time.words)",
        hint: "run it again later; others may be using the same key")
    case .tooManyFailures(let rows):
      self.init(
        "\(rows.counted("row")) \(rows == 1 ? "is" : "are") not done, and --max-failures allows no more",
        hint: "the results say why; " + again)
    case .listingFailed:
      self.init(
        "\(title) did not list the links that --verify looks for before the delete",
        hint: "nothing was deleted; run it again, or without --verify")
    case .inputFailed(let error): self.init(error, whileRunning: true)
    case .backupFailed(let code):
      self.init(
        "the backup can no longer be written: \(SystemErrorText.of(code))",
        hint: "links that are not in it were left as they are; " + again)
    case .timeIsUp(let time):
      self.init(
        "the run has taken \(time.words), and --max-duration allows no more", hint: again)
    case .interrupted(let signal) where !hasRows, .abandoned(let signal) where !hasRows:
      self.init("interrupted by \(Self.name(of: signal))", hint: "run it again")
    case .interrupted(let signal):
      self.init(
        "interrupted by \(Self.name(of: signal)); requests in flight were allowed to finish",
        hint: "rows that are not_attempted can be run again; rows that are unknown may be done")
    case .abandoned(let signal):
      self.init(
        "interrupted by \(Self.name(of: signal)) again; requests in flight were not waited for",
        hint: "rows that are not_attempted can be run again; rows that are unknown may be done")
    case .outputClosed:
      self.init("results can no longer be written", hint: again)
    case .journalFailed(let code):
      self.init(
        "the journal can no longer be written: \(SystemErrorText.of(code))",
        hint: "nothing more was sent; run the same command again once it can be written",
        "rows whose outcome it does not hold are then settled by looking first")
    }
    status = .stopped
  }

  static func name(of signal: Int32) -> String {
    [SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGHUP"][signal] ?? "signal \(signal)"
  }

  private init(_ stop: Stop, _ connection: Connection, _ again: String) {
    let title = connection.provider.title
    switch stop {
    case .keyRefused(let why):
      self.init(
        "\(title) refused the key: \(why.message)",
        hint: "check the key in \(connection.keyPlace) and what it is allowed to do")
    case .quotaUsedUp(let why):
      self.init(
        "a quota at \(title) is used up: \(why.message)",
        hint: "waiting a minute will not help; see the plan of the account")
    case .refused(let why):
      self.init(
        "\(title) refuses a request in a way that no row explains: \(why.message)",
        hint: "-v shows each request; \(again)")
    case .wrongAddress(let why):
      self.init(
        "\(connection.base) does not answer as \(title)'s API: \(why.message)",
        hint: "check --base-url and LINKCTL_BASE_URL")
    case .redirected(let address):
      self.init(
        "\(connection.base) redirects to \(address), which is not followed: it would carry the key away",
        hint: "if that is where the API is, name it with --base-url")
    }
  }

  /// Results that cannot be written, with the system's error.
  init(writing code: Int32) {
    self.init(
      "standard output can no longer be written: \(SystemErrorText.of(code))",
      hint: "requests in flight are allowed to finish; rows that are not done can be run again",
      status: .stopped)
  }
}

extension FaultNotice {
  /// What happened, and how often it is tried again.
  func words(_ connection: Connection) -> String {
    let times = resends == 1 ? "once more" : "up to \(resends) times more"
    return "\(connection.provider.title) at \(connection.base) cannot be reached: \(why.message);"
      + " tried \(times)"
  }
}

extension Connection {
  /// Where the key was read.
  var keyPlace: String { keySource.place }

  /// What to try when requests do not get through.
  func hint(for why: Refusal) -> String {
    switch why.code {
    case "name_not_resolved": "check the name \(base.host) and this machine's DNS"
    case "connection_failed": "check that \(base) is right and that nothing on the way blocks it"
    case "handshake_failed":
      "check that \(base) speaks TLS and that nothing on the way breaks it off"
    case "tls_failed":
      "the server's certificate could not be trusted; SSL_CERT_FILE names other authorities"
    case "timed_out": "the server was too slow; --timeout TIME allows more"
    default: "try again later; -v shows each request"
    }
  }
}
