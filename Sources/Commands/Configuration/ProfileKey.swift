// What a profile says that is of its provider alone: where the key is, and what is needed beside it.

import Arguments
import Providers
import Records

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

extension ProfileKey {
  /// The key as a member says it; what is wrong with it is said after `place`, and a file that is not absolute is
  /// beside the configuration.
  init(
    _ purpose: ProfileMember.Purpose, _ value: JSONValue, _ place: String,
    besides config: String, home: String?
  ) throws(Failure) {
    switch purpose {
    case .key:
      guard let key = value.string.flatMap(APIKey.init) else {
        throw Failure(
          "\(place)apiKey is not an API key", hint: "a key is one word of visible ASCII")
      }
      self = .key(key)
    case .keyFile:
      guard let path = value.string, !path.isEmpty else {
        throw Failure("\(place)apiKeyFile takes the name of a file", hint: ConfigFile.form)
      }
      self = .file(Self.full(path, besides: config, home: home))
    case .keyCommand, .option, .setting:
      guard let words = Self.command(value) else {
        let sample = ProviderWords.sampleName
        throw Failure(
          "\(place)apiKeyCommand takes a command, as a line or as a list of words",
          hint:
            #"such as "pass show \#(sample)" or ["pass","show","\#(sample)"]"#)
      }
      self = .command(words)
    }
  }

  /// A line is the shell's, a list is run as it is.
  private static func command(_ value: JSONValue) -> [String]? {
    if let line = value.string { return line.isEmpty ? nil : ["/bin/sh", "-c", line] }
    guard let words = value.array?.map(\.string), let first = words.first, first?.isEmpty == false,
      !words.contains(nil)
    else { return nil }
    return words.compactMap(\.self)
  }

  /// `~/` is the home; a name that is not absolute is beside the configuration file.
  private static func full(_ path: String, besides config: String, home: String?) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
    let folder = config.lastIndex(of: "/").map { config[...$0] } ?? ""
    return folder + path
  }
}

/// What a profile says of a setting.
struct ProfileSetting: Sendable {
  let text: String
  /// Its file, its profile and its member.
  let place: String
}
