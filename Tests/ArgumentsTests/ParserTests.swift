// What arguments mean: values, operands and the names given.

import Testing

@testable import Arguments

/// Arguments and the values that they mean.
struct ParserRow: CustomTestStringConvertible, Sendable {
  var arguments: [String]
  var values: DeleteValues
  var operands: [String]
  var given: Set<String>

  init(
    _ arguments: String..., operands: [String] = [], given: Set<String> = [],
    change: (inout DeleteValues) -> Void = { _ in }
  ) {
    self.arguments = arguments
    self.operands = operands
    self.given = given
    values = DeleteValues()
    change(&values)
  }

  var testDescription: String { arguments.joined(separator: " ") }

  static let all = [
    ParserRow(),
    ParserRow("1", "2", operands: ["1", "2"]),
    ParserRow("--concurrency", "4", given: ["concurrency"]) { $0.pace.concurrency = 4 },
    ParserRow("--concurrency=4", given: ["concurrency"]) { $0.pace.concurrency = 4 },
    ParserRow("-c", "4", given: ["concurrency"]) { $0.pace.concurrency = 4 },
    ParserRow("-c4", given: ["concurrency"]) { $0.pace.concurrency = 4 },
    ParserRow("-c4", "-c", "5", given: ["concurrency"]) { $0.pace.concurrency = 5 },
    ParserRow("-qv", given: ["quiet", "verbose"]) { ($0.quiet, $0.verbose) = (true, true) },
    ParserRow("-qc4", "x", operands: ["x"], given: ["quiet", "concurrency"]) {
      ($0.quiet, $0.pace.concurrency) = (true, 4)
    },
    ParserRow("-", "--", "-", "--quiet", "--", operands: ["-", "-", "--quiet", "--"]),
    ParserRow("a", "-q", "b", operands: ["a", "b"], given: ["quiet"]) { $0.quiet = true },
    ParserRow("-f", "-", given: ["ids-file"]) { $0.idsFile = "-" },
    ParserRow("-f-", given: ["ids-file"]) { $0.idsFile = "-" },
    ParserRow("--ids-file=--odd name", given: ["ids-file"]) { $0.idsFile = "--odd name" },
    ParserRow("--map=a=b", "--map", "c=d", "--map=", given: ["map"]) {
      $0.maps = ["a=b", "c=d", ""]
    },
    ParserRow("--timeout", "0090.50", given: ["timeout"]) {
      $0.pace.timeout = .milliseconds(90_500)
    },
    ParserRow("--rate", "10/s", given: ["rate"]) { $0.pace.rate = 10 },
    ParserRow("--assign-id", "x", operands: ["x"], given: ["assign-id"]) { $0.prefix = "row-" },
    ParserRow("--assign-id=p", given: ["assign-id"]) { $0.prefix = "p" },
    ParserRow("-ap", given: ["assign-id"]) { $0.prefix = "p" },
    ParserRow("-qa", "p", operands: ["p"], given: ["assign-id", "quiet"]) {
      ($0.prefix, $0.quiet) = ("row-", true)
    },
    ParserRow("-o", "csv", "--json", given: ["output", "json"]) { $0.format = .json },
    ParserRow("--json", "-ocsv", given: ["output", "json"]) { $0.format = .csv },
    ParserRow("-p", "hoko", "--folder=/tmp", given: ["provider", "folder"]) {
      ($0.provider, $0.folder) = ("hoko", "/tmp")
    },
  ]
}

@Suite struct ParserTests {
  @Test("arguments become values, operands and the names given", arguments: ParserRow.all)
  func values(row: ParserRow) throws {
    let parsed = try Sample.delete.parse(row.arguments)
    #expect(parsed.values == row.values)
    #expect(parsed.operands == row.operands)
    #expect(parsed.given == row.given)
    #expect(parsed.givenByEnvironment.isEmpty)
  }

  @Test("a variable stands for an option that is not given")
  func environment() throws {
    let environment = ["TOOL_TIMEOUT": "5", "TOOL_PROVIDER": ""]
    let parsed = try Sample.delete.parse([], environment: environment)
    #expect(parsed.values.pace.timeout == .seconds(5))
    #expect(parsed.values.provider == nil)
    #expect(parsed.given.isEmpty)
    #expect(parsed.givenByEnvironment == ["timeout"])
  }

  @Test("an option given hides its variable, even a wrong one")
  func environmentHidden() throws {
    let parsed = try Sample.delete.parse(["--timeout=7"], environment: ["TOOL_TIMEOUT": "soon"])
    #expect(parsed.values.pace.timeout == .seconds(7))
    #expect(parsed.givenByEnvironment.isEmpty)
  }

  @Test("what follows -- is a command, untouched")
  func commandLine() throws {
    let parsed = try Sample.boxCommand.parse(["-q", "--port=0", "--", "tool", "--help", "--", "-q"])
    #expect(parsed.values == Sample.BoxValues(port: 0, isQuiet: true))
    #expect(parsed.operands == ["tool", "--help", "--", "-q"])
  }

  @Test(
    "a time is a decimal number of seconds, or has a unit",
    arguments: [
      ("0", Duration.zero), ("1.5", .milliseconds(1500)), ("0.000000001", .nanoseconds(1)),
      ("999999999999.999999999", .seconds(999_999_999_999) + .nanoseconds(999_999_999)),
      ("90", .seconds(90)), ("10s", .seconds(10)), ("5m", .seconds(300)), ("2h", .seconds(7200)),
      ("1.5h", .seconds(5400)), ("250ms", .milliseconds(250)), ("0.5ms", .microseconds(500)),
      ("1d", .seconds(86_400)), ("3min", .seconds(180)), ("10 s", .seconds(10)),
      ("999999999999d", .seconds(86_399_999_999_913_600)),
    ])
  func times(text: String, time: Duration) {
    #expect(TimeText.parse(text) == time)
  }

  @Test(
    "what is no decimal number with a unit is no time",
    arguments: [
      "", ".", "1.", ".5", "-1", "+1", "1e3", "inf", "nan", "0x10", "1,5", "1.0000000001",
      "9999999999999", "1.2.3", "١", "s", "5M", "5 ", " 5", "5mm", "5m10s", "1.s", "10sec", "-5m",
    ])
  func noTimes(text: String) {
    #expect(TimeText.parse(text) == nil)
  }

  @Test(
    "a time is written in the longest unit of which it is a whole number",
    arguments: [
      (Duration.zero, "0"), (.milliseconds(1), "1ms"), (.milliseconds(1500), "1500ms"),
      (.seconds(90), "90s"), (.seconds(900), "15m"), (.seconds(7200), "2h"),
      (.seconds(86_400), "1d"),
      (.seconds(31_536_000), "365d"),
    ])
  func written(time: Duration, text: String) {
    #expect(TimeText.text(time) == text)
    #expect(TimeText.parse(text) == time)
  }
}
