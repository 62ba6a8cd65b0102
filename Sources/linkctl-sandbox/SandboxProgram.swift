// The program from its arguments to its exit status. Everything it prints is printed here.

import Arguments
import Glibc
import Sandbox

/// One run of `linkctl-sandbox`.
struct SandboxProgram {
  private let signals = Signals()

  /// Does what the arguments ask; what is returned is how the process is to end.
  func run(_ arguments: [String]) -> ChildProcess.Ending {
    do throws(Failure) {
      return try perform(arguments)
    } catch {
      Files.write(error.lines, to: STDERR_FILENO)
      return .status(error.status)
    }
  }

  private func perform(_ arguments: [String]) throws(Failure) -> ChildProcess.Ending {
    switch try Self.understood({ () throws(UsageError) in
      try SandboxTable.program.parse(arguments)
    }) {
    case .shortHelp: return try show(try? ShortHelp.text(of: SandboxTable.program))
    case .fullHelp: return try show(try? FullHelp.text(of: SandboxTable.program))
    case .version:
      return try show("\(SandboxTable.program.name) \(SandboxTable.program.version)\n")
    case .command(_, let words):
      let parsed = try Self.understood { () throws(UsageError) in
        try SandboxTable.command.parse(words)
      }
      return try start(parsed.values, parsed.operands)
    }
  }

  private static func understood<T>(
    _ body: () throws(UsageError) -> T
  ) throws(Failure) -> T {
    do throws(UsageError) {
      return try body()
    } catch {
      let message = UsageMessage(error, program: SandboxTable.program)
      throw .usage(message.error, hint: message.hints.joined(separator: "; "))
    }
  }

  private func show(_ text: String?) throws(Failure) -> ChildProcess.Ending {
    guard let text else { throw .environment("the help refers to an option that there is not") }
    // A reader that has seen enough is no failure.
    Files.write(text, to: STDOUT_FILENO)
    return .status(0)
  }

  private func start(
    _ settings: SandboxSettings, _ command: [String]
  ) throws(Failure) -> ChildProcess.Ending {
    for (option, isGiven) in [
      ("--print-ids", settings.printIDs != nil), ("--for", settings.duration != nil),
    ] where isGiven && !command.isEmpty {
      throw .usage("\(option) is for a sandbox without a command", hint: "leave one of them out")
    }
    if let count = settings.printIDs { return printIDs(count, of: settings.provider) }
    let listed: String? =
      if let file = settings.idsFile { try Files.read(file) } else { nil }
    let options = try settings.options(listed: listed)
    // A file that cannot be written is found out before anything is run.
    for file in [settings.stateFile, settings.linksFile] {
      if let file { try Files.write(to: file) { _ in } }
    }
    let sandbox = try Self.sandbox(options)
    defer { sandbox.stop() }
    let environment = SandboxEnvironment(sandbox, provider: settings.provider)
    let ending =
      command.isEmpty
      ? try stay(environment, settings.duration) : try run(command, in: environment)
    sandbox.stop()
    let report = SeenReport(sandbox: sandbox, provider: settings.provider)
    if !settings.isQuiet { Files.write(report.lines, to: STDERR_FILENO) }
    if let file = settings.stateFile { try Files.write(to: file, report.writeState) }
    if let file = settings.linksFile { try Files.write(to: file, report.writeLinks) }
    return ending
  }

  private static func sandbox(_ options: SandboxOptions) throws(Failure) -> Sandbox {
    do throws(ServerError) {
      return try Sandbox(options)
    } catch {
      let reason = SystemError.text(error.code)
      throw .environment(
        "cannot start the stand-ins: \(error.call): \(reason)",
        hint: error.call == "bind" ? "leave --port out to take any port" : nil)
    }
  }

  private func printIDs(_ count: Int, of provider: SandboxProvider) -> ChildProcess.Ending {
    let step = 10_000
    for start in stride(from: 1, through: count, by: step) {
      let indexes = start...min(count, start + step - 1)
      let lines = indexes.map { SeededID.text($0, of: provider) + "\n" }.joined()
      guard Files.write(lines, to: STDOUT_FILENO) else { return .status(1) }
    }
    return .status(0)
  }

  /// Runs a command to its end and hands on the signals that it does not get by itself.
  private func run(
    _ command: [String], in environment: SandboxEnvironment
  ) throws(Failure) -> ChildProcess.Ending {
    environment.apply()
    let child = try ChildProcess(command)
    while true {
      if let ending = child.ending() { return ending }
      guard let arrival = signals.next(within: 1000), arrival.number != SIGCHLD,
        !arrival.isFromTerminal
      else { continue }
      child.send(arrival.number)
    }
  }

  /// Stays until a signal comes, the time is over or the program that started this one has ended.
  private func stay(
    _ environment: SandboxEnvironment, _ duration: Duration?
  ) throws(Failure) -> ChildProcess.Ending {
    guard Files.write(environment.exports, to: STDOUT_FILENO) else {
      throw .environment("nobody reads the variables from standard output")
    }
    let parent = getppid()
    let end = duration.map { ContinuousClock.now + $0 }
    while getppid() == parent {
      let left = end.map { ContinuousClock.now.duration(to: $0) } ?? .seconds(1)
      guard left > .zero else { break }
      let milliseconds = min(1000, Int(left / .milliseconds(1)) + 1)
      if let arrival = signals.next(within: milliseconds), arrival.number != SIGCHLD { break }
    }
    return .status(0)
  }
}
