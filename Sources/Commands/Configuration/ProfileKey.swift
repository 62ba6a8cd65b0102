// Where a profile's key is.

import Arguments
import Providers

/// The key of a profile, or the way to it.
enum ProfileKey: Sendable {
  case key(APIKey)
  /// A full path.
  case file(String)
  /// A program and its arguments.
  case command([String])

  /// The member of the profile that says it.
  var member: String {
    switch self {
    case .key: "apiKey"
    case .file: "apiKeyFile"
    case .command: "apiKeyCommand"
    }
  }
}
