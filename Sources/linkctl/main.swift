// The program. Everything it does is in Commands.

import Commands
import Glibc

let status = await Linkctl.run(Array(CommandLine.arguments.dropFirst()), host: .process())
Interruption.endIfReceived()
exit(status.rawValue)
