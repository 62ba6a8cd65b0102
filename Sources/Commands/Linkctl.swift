// The program: from arguments to an exit status. Only here an error becomes words and a status.

import Arguments
import Glibc
import Transport

package enum Linkctl {
  /// What is left of a command once its arguments are read.
  package enum Beginning {
    /// Nothing: it has said what it had to say.
    case ended(ExitStatus)
    case running(@Sendable () async -> ExitStatus)
  }

  /// Runs the program with the arguments after its name, and ends the process.
  ///
  /// To be called on the first thread: what needs nobody to wait for starts none of the others.
  package static func main(_ arguments: [String], host: Host) -> Never {
    switch begin(arguments, host: host) {
    case .ended(let status): exit(status.rawValue)
    case .running(let run):
      Task.detached {
        let status = await run()
        Interruption.endIfReceived()
        exit(status.rawValue)
      }
      while true { pause() }
    }
  }

  /// Runs the program with the arguments after its name.
  package static func run(_ arguments: [String], host: Host) async -> ExitStatus {
    switch begin(arguments, host: host) {
    case .ended(let status): status
    case .running(let run): await run()
    }
  }

  private static func begin(_ arguments: [String], host: Host) -> Beginning {
    // A pipe that closes is noticed when writing to it fails, so that a run can end in order.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that has reached the largest size that the process may write.
    signal(SIGXFSZ, SIG_IGN)
    let console = Console(host)
    var command: String?
    if arguments.first == CompletionScript.question {
      return show(CompletionLists.text(Array(arguments.dropFirst()), host), console)
    }
    do {
      switch try Program.spec.parse(arguments) {
      case .version: return show(versionText, console)
      case .shortHelp(let name): return show(try HelpCommand.short(name, host), console)
      case .fullHelp(let name): return show(try HelpCommand.full(name, host), console)
      case .command(let name, let rest):
        command = name
        return try dispatch(name, rest, host, console)
      }
    } catch {
      return .ended(status(of: error, command, console))
    }
  }

  /// Says what went wrong, and how the program ends with it.
  private static func status(
    of error: any Error, _ command: String?, _ console: Console
  ) -> ExitStatus {
    switch error {
    case let error as UsageError:
      let words = UsageMessage(error, program: Program.spec, command: command)
      console.report(Failure(words.error, hints: words.hints))
      return .usage
    case let failure as Failure:
      console.flushResults()
      console.report(failure)
      return failure.status
    default:
      console.report(
        Failure(
          "an error that should not happen: \(error)",
          hint: "run it again, and report it with this line"))
      return .stopped
    }
  }

  private static func dispatch(
    _ name: String, _ arguments: [String], _ host: Host, _ console: Console
  ) throws -> Beginning {
    switch name {
    case DeleteCommand.name:
      let parsed = try parse(DeleteCommand.spec, arguments, host, \.session.connection)
      let command = DeleteCommand(
        host: host, console: console, options: parsed.values, ids: parsed.operands)
      return running(console) { try await command.run() }
    case CreateCommand.name:
      let parsed = try parse(CreateCommand.spec, arguments, host, \.session.connection)
      let command = CreateCommand(host: host, console: console, options: parsed.values)
      return running(console) { try await command.run() }
    case UpdateCommand.name:
      let parsed = try parse(UpdateCommand.spec, arguments, host, \.session.connection)
      let command = UpdateCommand(
        host: host, console: console, options: parsed.values, ids: parsed.operands)
      return running(console) { try await command.run() }
    case UpsertCommand.name:
      let parsed = try parse(UpsertCommand.spec, arguments, host, \.session.connection)
      let command = UpsertCommand(host: host, console: console, options: parsed.values)
      return running(console) { try await command.run() }
    case GetCommand.name:
      let parsed = try parse(GetCommand.spec, arguments, host, \.connection)
      let command = GetCommand(
        host: host, console: console, options: parsed.values, ids: parsed.operands)
      return running(console) { try await command.run() }
    case ListCommand.name:
      let parsed = try parse(ListCommand.spec, arguments, host, \.connection)
      let command = ListCommand(host: host, console: console, options: parsed.values)
      return running(console) { try await command.run() }
    case ConfigCommand.name:
      let parsed = try parse(ConfigCommand.spec, arguments, host, \.connection)
      let command = ConfigCommand(host: host, console: console, options: parsed.values)
      return running(console) { try await command.check() }
    case JournalCommand.name:
      return .ended(try JournalCommand(console: console, arguments: arguments).run())
    case ProvidersCommand.name:
      let parsed = try ProvidersCommand.spec.parse(arguments)
      return show(ProvidersCommand.text(parsed.values, names: parsed.operands), console)
    case CompletionsCommand.name:
      return show(try CompletionsCommand.text(arguments), console)
    default:
      return show(try HelpCommand.text(arguments, host), console)
    }
  }

  private static func running(
    _ console: Console, _ run: @escaping @Sendable () async throws -> ExitStatus
  ) -> Beginning {
    .running {
      do {
        return try await run()
      } catch {
        return status(of: error, nil, console)
      }
    }
  }

  /// Options, then the environment, then the profile; one that is named goes before the environment.
  private static func parse<Values>(
    _ spec: CommandSpec<Values>, _ arguments: [String], _ host: Host,
    _ connection: WritableKeyPath<Values, ConnectionOptions>
  ) throws -> ParsedArguments<Values> {
    var parsed = try spec.parse(arguments, environment: host.environment)
    let name = parsed.values[keyPath: connection].profile
    try Profile.chosen(name, host)?.apply(to: &parsed, of: spec, connection: connection)
    if parsed.givenByEnvironment.contains("base-url") {
      try parsed.values[keyPath: connection].checkAddress(host.environment)
    }
    return parsed
  }

  private static func show(_ text: String, _ console: Console) -> Beginning {
    console.result(text)
    return .ended(console.endResults() ?? .done)
  }

  private static var versionText: String {
    "linkctl \(Program.version) (\(libcurlVersion()))\n"
  }
}
