// Which provider a command works at, as it was typed.

import Arguments
import Providers

/// Which provider, which key.
struct ConnectionOptions: Sendable {
  var provider: String?
  var baseURL: String?
  /// Whether plain `http` is taken on a private network.
  var allowsHTTP = false
  var keyFile: String?
  var profile: String?
  /// What the provider needs beside the key, by the names of the settings.
  var settings: [String: String] = [:]
  /// What the configuration file has under that name, or as its default.
  var chosenProfile: Profile?
  /// The key of that profile, where it is of the provider that the run is at.
  var profileKey: ProfileKey?
  /// The settings of that profile, likewise.
  var profileSettings: [String: ProfileSetting] = [:]
  /// Whether the profile was named on the command line, so that it goes before the environment.
  var isProfileNamed = false

  /// Refuses an address of the environment that is not said to be of the provider of this run: the key would
  /// go to another one.
  func checkAddress(_ environment: [String: String]) throws(Failure) {
    guard let provider, environment["LINKCTL_PROVIDER"] != provider,
      let title = ProviderList.named(provider)?.title
    else { return }
    throw Failure(
      "LINKCTL_BASE_URL is set, and nothing says that it is \(title)'s",
      hint: "export LINKCTL_PROVIDER=\(provider) if it is; else unset LINKCTL_BASE_URL, or give"
        + " --base-url URL")
  }

  static let group = OptionGroup<ConnectionOptions>(
    "Provider",
    [
      .choice(
        "provider", "NAME",
        among: ProviderList.all.map { Choice($0.name, $0.title) }, .set(\.provider),
        "the URL shortener to work at", variable: "LINKCTL_PROVIDER"
      ).completed(from: CompletionLists.providers),
      .text(
        "base-url", "URL", .set(\.baseURL), "where its API is",
        discussion: """
          Where the provider's API is: a self-hosted server, or the sandbox. It takes the place of \
          the provider's own address; the documented paths are added to it, where it does not end \
          with them. Plain http is taken only for a loopback address, see {--allow-http}.\
          \(ProviderWords.sentences(on: "base-url")) The variable is taken only beside a LINKCTL_PROVIDER that \
          names the provider of the run, so that no key goes to another provider's server.
          """,
        variable: "LINKCTL_BASE_URL", default: "the provider's own"),
      .flag(
        "allow-http", .set(\.allowsHTTP), "take plain http on a private network",
        discussion: """
          Take plain http for {--base-url} on a private network too: the key goes there unencrypted. The \
          host must be an address of such a network, or a name that the public one does not know, such as \
          links.local; to any other host a key never goes unencrypted.
          """
      ).rare(),
      .file(
        "api-key-file", "FILE", .set(\.keyFile), "read the API key from a file",
        discussion: """
          Read the API key from FILE. The whole file is the key; white space around it is left \
          off. With "-" it is read from standard input, when the rows come from elsewhere. Without \
          this option the key is in the provider's environment variable. A key is never given on \
          the command line, where others could read it.
          """),
      .text(
        "profile", "NAME", .set(\.profile), "take what is not given from a profile",
        discussion: """
          Take provider, address, key and pace from a profile of the configuration file, where no \
          option gives them; what it says goes before the environment. Without this option the \
          file's default profile is taken, if it names one, and the environment goes before that.
          """, variable: "LINKCTL_PROFILE"
      ).completed(from: CompletionLists.profiles),
    ] + SharedSetting.all.map(\.option))
}
