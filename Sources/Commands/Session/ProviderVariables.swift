// The environment that every bulk command reads.

import Arguments
import Providers

enum ProviderVariables {
  /// Those that lead to a provider.
  static let connection =
    ProviderList.all.map { Definition($0.keyVariable, "the API key for \($0.title)") }
    + SharedSetting.all.flatMap(\.variables) + [
      Definition("LINKCTL_PROVIDER", "the provider where {--provider} is not given"),
      Definition("LINKCTL_BASE_URL", "where its API is, when {--base-url} is not given"),
      Definition("LINKCTL_PROFILE", "the profile where {--profile} is not given"),
      Definition("XDG_CONFIG_HOME", "where linkctl/config.json is, else ~/.config"),
      Definition(
        "https_proxy, all_proxy, no_proxy",
        "proxies, as with curl; a loopback address is never sent to one"),
    ]

  /// The rows of the table in help and man page.
  static let table =
    connection + [
      Definition("NO_COLOR", "no colours, when it is not empty and {--color} is not given"),
      Definition("TERM", "with the value dumb, neither colours nor a line that is redrawn"),
      Definition("COLUMNS", "the width of the progress line where no terminal tells one"),
      Definition("TMPDIR", "where standard input is kept while it is checked"),
    ]
}
