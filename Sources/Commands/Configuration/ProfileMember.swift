// What a profile may hold: the one table that the reader, its errors and the man page go by.

import Arguments

/// One member of a profile.
struct ProfileMember: Sendable {
  /// What becomes of its value.
  enum Purpose: Sendable, Equatable {
    /// The option of this long name, where neither the command line nor the environment gives it.
    case option(String)
    /// The setting of this name, at the profile's provider.
    case setting(String)
    case key
    case keyFile
    case keyCommand
  }

  let name: String
  let purpose: Purpose
  let meaning: String

  static let all = own + SharedSetting.all.map(\.member)

  private static let own = [
    ProfileMember(name: "provider", purpose: .option("provider"), meaning: "as --provider"),
    ProfileMember(name: "baseUrl", purpose: .option("base-url"), meaning: "as --base-url"),
    ProfileMember(
      name: "apiKeyCommand", purpose: .keyCommand,
      meaning: "a command that prints the key, as a list of words or a line for /bin/sh"),
    ProfileMember(name: "apiKeyFile", purpose: .keyFile, meaning: "a file that holds the key"),
    ProfileMember(
      name: "apiKey", purpose: .key,
      meaning: "the key itself, taken only where nobody else can read the file"),
    ProfileMember(
      name: "concurrency", purpose: .option("concurrency"), meaning: "as --concurrency"),
    ProfileMember(name: "rate", purpose: .option("rate"), meaning: "as --rate"),
    ProfileMember(name: "retries", purpose: .option("retries"), meaning: "as --retries"),
    ProfileMember(name: "timeout", purpose: .option("timeout"), meaning: "as --timeout"),
    ProfileMember(name: "maxWait", purpose: .option("max-wait"), meaning: "as --max-wait"),
    ProfileMember(name: "maxItems", purpose: .option("max-items"), meaning: "as --max-items"),
  ]

  static func named(_ name: String) -> ProfileMember? { all.first { $0.name == name } }
}
