// Everything outside the process, as one value, so that nothing else reaches for it directly.

import Glibc
package import Transport

/// What a command may touch of the world.
package struct Host: Sendable {
  /// The words that the program was called with, its own name first.
  package var command: [String]
  package var environment: [String: String]
  package var standardInput: Int32
  package var standardOutput: Int32
  package var standardError: Int32
  package var makeTransport: @Sendable (TransportOptions) throws(TransportError) -> any Transport

  package init(
    command: [String], environment: [String: String], standardInput: Int32, standardOutput: Int32,
    standardError: Int32,
    makeTransport:
      @escaping @Sendable (TransportOptions) throws(TransportError) -> any Transport
  ) {
    self.command = command
    self.environment = environment
    self.standardInput = standardInput
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.makeTransport = makeTransport
  }

  /// The process as it was started.
  package static func process() -> Host {
    Host(
      command: CommandLine.arguments, environment: processEnvironment(),
      standardInput: STDIN_FILENO,
      standardOutput: STDOUT_FILENO, standardError: STDERR_FILENO
    ) { options throws(TransportError) in try CurlTransport(options) }
  }

  /// Whether a descriptor is a terminal.
  package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// A descriptor of the terminal that the process was started from, for its caller to close; `nil` where
  /// there is none, as under cron.
  func openControllingTerminal() -> Int32? {
    let descriptor = unsafe open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY)
    return descriptor < 0 ? nil : descriptor
  }

  private static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    // `environ` ends with a null pointer and nothing here changes it; read once, before other threads.
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let pair = unsafe String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if let name = pair.first, let value = pair.dropFirst().first {
        variables[String(name)] = String(value)
      }
      unsafe entry += 1
    }
    return variables
  }
}
