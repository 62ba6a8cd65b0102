// linkctl with two more providers, each said in one file; nothing else of it is changed.

import Commands
import Providers

ProviderList.add([OneCallAtATime(), SharedDomain()])
Linkctl.main(Array(CommandLine.arguments.dropFirst()), host: .process())
