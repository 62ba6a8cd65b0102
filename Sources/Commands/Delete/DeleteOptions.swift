// What `linkctl delete` was given, and the table that help, man page and completions come from.

import Arguments
import Providers
import Records

/// The options of `delete` as they were typed.
struct DeleteOptions: Sendable {
  var connection = ConnectionOptions()
  var input = InputOptionsGiven()
  var guards = GuardOptions()
  var pace = PaceOptions()
  var output = OutputOptions()
  var verify = false
  var ignoreNotFound = false

  static let group = OptionGroup<DeleteOptions>(
    "Delete",
    [
      .flag(
        "verify", .set(\.verify),
        "read the links first, so that every row's fate is known exactly",
        discussion: """
          Read the links first, so that every row's fate is known exactly. Dub's and ShortPen's answers to a delete only count the links that were removed. With this \
          option the links are looked up before they are deleted, in the largest reads the provider has: \
          at Dub up to 100 a request; at Hoko and ShortPen by one walk over all links of the account.
          """),
      .flag(
        "ignore-not-found", .set(\.ignoreNotFound),
        "a link that is not there counts as done",
        discussion: """
          Count a link that is not there as done. Rows that end as not_found, or as unconfirmed with code gone, then do not make the exit status \
          1. They keep their status in the results.
          """),
    ])
}

/// Which provider, which key.
struct ConnectionOptions: Sendable {
  var provider: String?
  var baseURL: String?
  var keyFile: String?

  static let group = OptionGroup<ConnectionOptions>(
    "Provider",
    [
      .choice(
        "provider", "NAME",
        among: ProviderList.all.map { Choice($0.name, $0.title) }, .set(\.provider),
        "the URL shortener to work at", variable: "LINKCTL_PROVIDER"),
      .text(
        "base-url", "URL", .set(\.baseURL), "where its API is",
        discussion: """
          Where the provider's API is: a self-hosted server, or the sandbox. It takes the place of the provider's own address; the \
          documented paths are added to it. Plain http is taken only for a loopback address.
          """,
        variable: "LINKCTL_BASE_URL", default: "the provider's own"),
      .file(
        "api-key-file", "FILE", .set(\.keyFile), "read the API key from a file",
        discussion: """
          Read the API key from FILE. The whole file is the key; white space around it is left off. With "-" it is read from \
          standard input, when the rows come from elsewhere. Without this option the key is in the \
          provider's environment variable. A key is never given on the command line, where others could \
          read it.
          """),
    ])
}

/// Where rows come from.
struct InputOptionsGiven: Sendable {
  var idsFile: String?
  var format: InputFormat?
  var delimiter: UInt8?
  var idColumn: String?
  var skipInvalid = false

  static let group = OptionGroup<InputOptionsGiven>(
    "Input",
    [
      .file(
        "ids-file", "FILE", .set(\.idsFile),
        "read IDs from a file, or from standard input with \"-\"",
        discussion: """
          Read IDs from FILE, or from standard input with "-". Without this option and without IDs as arguments, standard input is read, unless it is a \
          terminal.
          """),
      .choice(
        "format", "FORMAT", .set(\.format), "the format of the input",
        discussion: """
          The format of the input. A plain list has one ID a line; blank lines and lines that begin with # are skipped. CSV and \
          TSV have a header. JSON is one array, and NDJSON has a value a line; a value is an ID or an \
          object that holds one.
          """,
        default: "known by the file's ending, else by its content"),
      .value(
        "delimiter", "CHARACTER", expects: "one ASCII character, or \"tab\"", .set(\.delimiter),
        "what separates the fields of CSV", default: "found by itself among , ; and tab"
      ) { text in
        if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
        guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x80, byte != 0x22,
          byte != 0x0A, byte != 0x0D
        else { return nil }
        return byte
      },
      .text(
        "id-column", "NAME", .set(\.idColumn), "the column or member that holds the ID",
        default: "id, url_id, linkId or link_id"),
      .flag(
        "skip-invalid", .set(\.skipInvalid), "run the valid rows when others are malformed",
        discussion: """
          Run the valid rows when others are malformed. Malformed rows then have results with the status invalid. Without this option nothing is sent \
          when any row is malformed.
          """),
    ])
}

/// What must hold before anything is sent.
struct GuardOptions: Sendable {
  var expect: Int?
  var maxItems: Int?
  var maxFailures: FailureBound?
  var dryRun = false
  var yes = false

  static let group = OptionGroup<GuardOptions>(
    "Safety",
    [
      .flag(
        "dry-run", short: "n", .set(\.dryRun), "check the input and say what would be sent",
        discussion:
          "Check the input and say what would be sent. No request is made, and no key is needed."),
      .flag(
        "yes", short: "y", .set(\.yes), "do not ask before deleting",
        discussion: """
          Do not ask before deleting. A question is asked only when a person is there: when standard input and standard error are \
          terminals.
          """),
      .integer(
        "expect", "N", 0...Int.max, .set(\.expect),
        "refuse to start unless there are exactly N rows"),
      .integer(
        "max-items", "N", 0...Int.max, .set(\.maxItems),
        "refuse to start when there are more than N rows"),
      .value(
        "max-failures", "N|N%", expects: "a whole number or a percentage such as 5%",
        .set(\.maxFailures), "stop after so many rows that are not done",
        discussion: """
          Stop after so many rows that are not done. A percentage is of all rows. Requests that are in flight are let finish, and rows that were not \
          tried are not_attempted.
          """, parse: FailureBound.init),
    ])
}
