// The program. Everything it does is in Commands.

import Commands

Linkctl.main(Array(CommandLine.arguments.dropFirst()), host: .process())
