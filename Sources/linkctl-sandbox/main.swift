// Runs the program and ends as the command that it ran did, by the same signal where it was one.

import Glibc

switch SandboxProgram().run(Array(CommandLine.arguments.dropFirst())) {
case .status(let status): exit(status)
case .signal(let signal): Signals.end(by: signal)
}
