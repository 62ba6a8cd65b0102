// linkctl with two more providers, each said in one file; nothing else of it is changed.

import Commands
import Glibc
import Providers

ProviderList.add([OneCallAtATime(), SharedDomain()])
let status = await Linkctl.run(Array(CommandLine.arguments.dropFirst()), host: .process())
Interruption.endIfReceived()
exit(status.rawValue)
