// The one table of `linkctl-sandbox`: parser, help, man page and completions all read it.

package import Arguments
import Sandbox

/// The program's words and options.
package enum SandboxTable {
  package static let program = ProgramSpec(
    version: "0.1.0", date: "2026-11-20", command: command.description)

  package static let command = CommandSpec(
    "linkctl-sandbox",
    summary: "run a command against stand-ins for URL shorteners",
    discussion: discussion, operand: .commandLine(), defaults: SandboxSettings(),
    groups: [links, place, pace, faults, shape.rare(), dub.rare(), others.rare()],
    examples: examples, exitStatuses: exitStatuses, variables: variables)

  private static let discussion = """
    The stand-ins for Dub, ShortPen, Hoko, YOURLS, Short.io, Shlink, Kutt, Rebrandly and Bitly listen on \
    127.0.0.1, keep links in memory and answer as the providers do, with their rate limits and their traps. COMMAND is run with the environment pointing linkctl at them and the \
    program's own folder first in PATH. When it has ended, what the stand-ins saw is written to standard \
    error. Nothing outside of this machine is reached, and nothing is kept.

    Without COMMAND the variables to export are written to standard output, and the stand-ins stay until \
    SIGINT, SIGTERM or SIGHUP comes, until the program that started them has ended, or as long as {--for} \
    says.

    Only the keys in the environment are accepted; every other key is refused as the provider does it. \
    The seeded links have fixed IDs, which {--print-ids} writes.
    """

  private static let links = OptionGroup<SandboxSettings>(
    "Links",
    [
      .integer(
        "links", "N", 0...5_000_000, .set(\.links), "links that each provider starts with",
        discussion: "Links that each provider starts with. Without it they are 100, or none beside "
          + "those of {--ids-file}.", default: "100"),
      .file(
        "ids-file", "FILE", .set(\.idsFile), "start with links of these IDs",
        discussion: "Start the provider of {--provider} with links of the IDs in FILE, one a line, "
          + "blank lines and # comments left out. At Dub, ext_X is a link with the external ID X."),
      .integer(
        "print-ids", "N", 0...5_000_000, .set(\.printIDs),
        "write the IDs of the first N seeded links, then end",
        discussion:
          "Write the IDs that the first N seeded links of {--provider} have, one a line, and "
          + "end. They are the same every time."),
      .file(
        "state-file", "FILE", .set(\.stateFile), "write the links that are left to FILE at the end",
        discussion:
          "Write the links that are left to FILE at the end: a line each, the provider, a "
          + "tab and the ID."),
      .file(
        "links-file", "FILE", .set(\.linksFile), "write the links that are left, with their fields",
        discussion:
          "Write the links of {--provider} that are left to FILE at the end, as the provider shows "
          + "them: a line of JSON each, in the order in which they were made."),
    ])

  private static let place = OptionGroup<SandboxSettings>(
    "Place",
    [
      .choice(
        "provider", "NAME", .set(\.provider), "provider that linkctl is pointed at", default: "dub"),
      .integer(
        "port", "N", 0...65_535, .set(\.port), "port of that provider's stand-in; 0 is any",
        default: "0"),
      .time(
        "for", "TIME", .milliseconds(1) ... .seconds(86_400), .set(\.duration),
        "end after this long, where there is no COMMAND"),
      .flag("quiet", short: "q", .set(\.isQuiet), "do not say what the stand-ins saw"),
    ])

  private static let pace = OptionGroup<SandboxSettings>(
    "Pace",
    [
      refined(
        "latency", "SPAN", \.latency, "time that each answer takes, such as 50ms or 20ms-80ms",
        parse: { text throws(OptionTextError) in try Latency(parsing: text) }),
      .text(
        "limit", "LIMIT", .set(\.limit), "requests that a key may make, such as 20/2s, or none",
        discussion: "Requests that a key may make: N/SPAN (20/2s, 60/m), which may be followed by "
          + ",burst=N; a number alone for the kind concurrency; none; or default, which is what each "
          + "provider documents (Dub's plan, 600/m for pro, as a sliding window; ShortPen 60/m; Hoko documents none, its "
          + "stand-in keeps 600/m; Short.io 50 creates and 20 other calls in a second, 5 bulk creates in ten, 1 bulk "
          + "delete in one; Rebrandly 10/s; Bitly 5 at once, and by the call 100/m, lists 150/m; the others none).",
        default: "default"),
      .choice(
        "limit-kind", "KIND", .set(\.limitKind), "way in which {--limit} counts",
        default: "fixed-window"),
      .choice(
        "rate-headers", "WHICH", .set(\.rateHeaders), "rate-limit headers that are sent",
        discussion:
          "Rate-limit headers that are sent: default, those that the provider sends; none; "
          + "all, from every provider; zero, all of them 0, as Dub does when its limiter is slow.",
        default: "default"),
      .choice(
        "retry-after", "FORM", .set(\.retryAfter), "what a 429 says about when to come back",
        discussion:
          "What a 429 says about when to come back: default, as the provider does it; none; "
          + "right forms (seconds, http-date, epoch, epoch-ms) and wrong ones (zero, garbage, year, hour, "
          + "past).", default: "default"),
    ])

  private static let faults = OptionGroup<SandboxSettings>(
    "Faults",
    [
      OptionSpec(
        repeatable("fault", "RULE", "what goes wrong with which requests", faultDiscussion)
      ) { (settings, text) throws(UsageError) in
        do throws(OptionTextError) {
          settings.faults.append(try FaultRule(parsing: text))
        } catch {
          throw .badValue(of: "--fault", expected: error.expected, given: error.text)
        }
      }
    ])

  private static let faultDiscussion = """
    What goes wrong with which requests: words in one argument, in any order. Of several rules the first \
    that befalls a request applies.

    Which requests: a provider; an operation (\(names(SandboxOperation.allCases))); a method in \
    capitals; a path. Of those, every=N, first=N or percent=P (scattered, the same for the same seed=N), \
    after=N that pass.

    What happens: close and hang (the connection is closed, or stays open without an answer), \
    act-then-close and act-then-hang (the same after doing what was asked), late=N (closed, and done when N \
    more requests have come), cut or cut=BYTES (the answer breaks off inside its body), status=N and act-then-status=N, with body="TEXT" and header="NAME: VALUE" \
    (by default a short page of HTML), delay=SPAN.
    """

  private static let examples = [
    Example(
      "Rehearse a delete at Dub",
      "linkctl-sandbox --ids-file ids.txt -- linkctl delete --ids-file ids.txt"),
    Example(
      "Make a file of IDs that Hoko's stand-in has",
      "linkctl-sandbox --provider hoko --print-ids 25000"),
    Example(
      "Lose the answer to every tenth delete",
      "linkctl-sandbox --fault 'delete every=10 act-then-close' -- ./nightly.sh"),
    Example(
      "Keep a tight limit with odd hints",
      "linkctl-sandbox --limit 20/2s --retry-after year -- ./nightly.sh"),
    Example(
      "Read while another client adds and deletes",
      "linkctl-sandbox --links 20000 --folders 7 --churn 50/s -- ./audit.sh"),
    Example("Leave the stand-ins running for five minutes", "linkctl-sandbox --for 5m"),
  ]

  private static let exitStatuses = [
    Definition("0", "without COMMAND: the sandbox ended as it was asked to"),
    Definition("1", "the stand-ins could not be started, or a file could not be written"),
    Definition("2", "the command line or the file of IDs is wrong; nothing was run"),
    Definition("126, 127", "COMMAND cannot be run, or is not there"),
    Definition(
      "any other", "COMMAND's own; where a signal ended it, the same signal ends the sandbox"),
  ]

  private static let variables = [
    Definition(
      SandboxProvider.allCases.map(SandboxKey.variable).joined(separator: ", "),
      "for COMMAND: the keys of the stand-ins"),
    Definition("LINKCTL_PROVIDER", "for COMMAND: the provider of {--provider}"),
    Definition("LINKCTL_BASE_URL", "for COMMAND: where that provider's stand-in listens"),
    Definition(
      SandboxProvider.allCases.map(SandboxEnvironment.variable).joined(separator: ", "),
      "for COMMAND: where each stand-in listens"),
  ]

  /// An option whose text has a form of its own and an error that says what was expected.
  static func refined<Value>(
    _ long: String, _ placeholder: String,
    _ path: any WritableKeyPath<SandboxSettings, Value> & Sendable, _ summary: String,
    discussion: String = "",
    parse: @escaping @Sendable (String) throws(OptionTextError) -> Value
  ) -> OptionSpec<SandboxSettings> {
    let description = OptionDescription(
      long: long, placeholder: placeholder, kind: .text, summary: summary, discussion: discussion)
    return OptionSpec(description) { (settings, text) throws(UsageError) in
      do throws(OptionTextError) {
        settings[keyPath: path] = try parse(text)
      } catch {
        throw .badValue(of: "--\(long)", expected: error.expected, given: error.text)
      }
    }
  }

  static func repeatable(
    _ long: String, _ placeholder: String, _ summary: String, _ discussion: String
  ) -> OptionDescription {
    var description = OptionDescription(
      long: long, placeholder: placeholder, kind: .text, summary: summary,
      discussion: discussion)
    description.isRepeatable = true
    return description
  }

  private static func names(_ cases: [SandboxOperation]) -> String {
    cases.map(\.rawValue).joined(separator: ", ")
  }
}
