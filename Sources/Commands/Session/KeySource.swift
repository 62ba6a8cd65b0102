// Where the API key of a run is, and how it is taken from there.

import Glibc
import Providers

/// The first place that has a key: option, a profile that was named, environment, another profile.
enum KeySource: Sendable {
  /// The file of `--api-key-file`, or `-`.
  case file(String)
  case variable(name: String, text: String)
  case profile(Profile, ProfileKey)
  case none

  init(_ options: ConnectionOptions, _ provider: any Provider, _ host: Host) {
    let variable = provider.keyVariable
    if let file = options.keyFile {
      self = .file(file)
    } else if options.isProfileNamed, let profile = options.chosenProfile,
      let key = options.profileKey
    {
      self = .profile(profile, key)
    } else if let text = host.environment[variable], !text.isEmpty {
      self = .variable(name: variable, text: text)
    } else if let profile = options.chosenProfile, let key = options.profileKey {
      self = .profile(profile, key)
    } else {
      self = .none
    }
  }

  /// What errors and reports call it.
  var place: String {
    switch self {
    case .file(let path): path == "-" ? "standard input" : path
    case .variable(let name, _): name
    case .profile(let profile, let key): "\(key.member) of \(profile.title)"
    case .none: "no place"
    }
  }

  /// The key; reads a file or runs a command where it is kept there.
  func key(
    for provider: any Provider, _ host: Host, standardInputIsTaken: Bool
  ) throws(Failure) -> APIKey {
    switch self {
    case .file(let path):
      guard path != "-" || !standardInputIsTaken else {
        throw Failure(
          "standard input cannot hold both the key and the rows",
          hint: "give the rows in a file, or the key in \(provider.keyVariable)")
      }
      return try Self.key(
        in: path, "the file of --api-key-file", standardInput: host.standardInput)
    case .variable(let name, let text):
      guard let key = APIKey(text) else {
        throw Failure(
          "\(name) does not hold an API key: a key is one word of visible ASCII",
          hint: "export \(name)=KEY, as \(provider.title) showed it")
      }
      return key
    case .profile(let profile, let source):
      let subject = "\(profile.file): \(profile.title): \(source.member)"
      switch source {
      case .key(let key): return key
      case .file(let path): return try Self.key(in: path, "\(subject) \(path)")
      case .command(let words):
        return
          try KeyCommand(words: words, title: subject, environment: host.environment).key()
      }
    case .none:
      throw Failure(
        "there is no API key for \(provider.title)",
        hint:
          "export \(provider.keyVariable)=KEY, or give --api-key-file FILE with a file that has the key",
        "or keep it in a profile: \"linkctl config --help\" tells how")
    }
  }

  /// A file that holds a key and nothing else; `-` is standard input where that is given.
  private static func key(
    in path: String, _ subject: String, standardInput: Int32? = nil
  ) throws(Failure) -> APIKey {
    let file: SmallFile?
    do throws(SmallFile.Fault) {
      file =
        if path == "-", let standardInput {
          try SmallFile(descriptor: standardInput, limit: 8192)
        } else {
          try SmallFile(path: path, limit: 8192)
        }
    } catch {
      throw cannotRead(subject, error, isOption: standardInput != nil)
    }
    guard let file else {
      throw cannotRead(subject, .system(ENOENT), isOption: standardInput != nil)
    }
    guard let key = APIKey(String(decoding: file.bytes, as: UTF8.self)) else {
      throw Failure(
        "\(subject) does not hold an API key: a key is one word of visible ASCII",
        hint: "put the key into it, and nothing else")
    }
    return key
  }

  private static func cannotRead(
    _ subject: String, _ fault: SmallFile.Fault, isOption: Bool
  ) -> Failure {
    // The option's value is not repeated: who gives the key in its place should not see it printed.
    Failure(
      "\(subject) cannot be read: \(fault.words)",
      hint: "give the name of a file that has the key"
        + (isOption ? ", or - for standard input" : ""))
  }
}
