// One profile: values for options that nobody gave, and the way to a key.

import Arguments
import Glibc
import Providers
import Records
import Transport

/// A profile of the configuration file, its values checked for their kind.
struct Profile: Sendable {
  /// A value as it would be typed, for the option of a long name.
  struct Setting: Sendable {
    let member: String
    let option: String
    let text: String
  }

  let name: String
  let file: String
  let settings: [Setting]
  let key: ProfileKey?

  /// What errors and reports call it.
  var title: String { "profile \(HarmlessText.quoted(name))" }

  /// The profile that is asked for, else the file's default; `nil` where there is neither.
  static func chosen(_ name: String?, _ host: Host) throws(Failure) -> Profile? {
    let config = try ConfigFile.read(host.environment)
    guard let config else {
      guard let name else { return nil }
      let path = ConfigFile.path(host.environment) ?? "~/.config/linkctl/config.json"
      throw Failure(
        "there is no profile \(HarmlessText.quoted(name)), since there is no \(path)",
        hint: "make that file; \(ConfigFile.form)")
    }
    guard let name = name ?? config.defaultProfile else { return nil }
    let names = config.profiles.map(\.name)
    guard let members = config.profiles.first(where: { $0.name == name })?.members else {
      let nearest = NearestName.nearest(to: name, among: names)
      throw Failure(
        "\(config.path) has no profile \(HarmlessText.quoted(name))",
        hint: nearest.isEmpty
          ? names.isEmpty ? ConfigFile.form : "its profiles are \(names.joined(separator: ", "))"
          : "did you mean \(nearest.joined(separator: " or "))?")
    }
    return try Profile(name, members, config, home: host.environment["HOME"])
  }

  private init(
    _ name: String, _ members: JSONObject, _ config: ConfigFile, home: String?
  ) throws(Failure) {
    self.name = name
    file = config.path
    var settings: [Setting] = []
    var keys: [ProfileKey] = []
    let place = "\(config.path): profile \(HarmlessText.quoted(name)): "
    for member in members.members {
      guard let known = ProfileMember.named(member.name) else { continue }
      if case .option(let long) = known.purpose {
        guard let text = member.value.string ?? member.value.number?.text else {
          throw Failure("\(place)\(known.name) takes text or a number", hint: ConfigFile.form)
        }
        settings.append(Setting(member: known.name, option: long, text: text))
      } else {
        keys.append(try Self.key(known.purpose, member.value, place, config.path, home: home))
      }
    }
    self.settings = settings
    key = keys.first
    try Self.check(keys, settings, place)
  }

  /// Refuses two ways to a key, and a key or an address that is of no provider.
  private static func check(
    _ keys: [ProfileKey], _ settings: [Setting], _ place: String
  ) throws(Failure) {
    guard keys.count <= 1 else {
      throw Failure(
        "\(place)\(keys.map(\.member).joined(separator: " and ")) both lead to the key",
        hint: "leave one of them out")
    }
    let isOfOne = settings.contains { $0.option == "provider" }
    // Without this a key could go to a provider that it is not of.
    guard isOfOne || keys.isEmpty && !settings.contains(where: { $0.option == "base-url" }) else {
      throw Failure(
        "\(place)a key or a base URL belongs to one provider, and there is no member \"provider\"",
        hint: #"add "provider":"\#(ProviderList.all.map(\.name).joined(separator: "|"))""#)
    }
  }

  private static func key(
    _ purpose: ProfileMember.Purpose, _ value: JSONValue, _ place: String, _ config: String,
    home: String?
  ) throws(Failure) -> ProfileKey {
    switch purpose {
    case .key:
      guard let key = value.string.flatMap(APIKey.init) else {
        throw Failure(
          "\(place)apiKey is not an API key", hint: "a key is one word of visible ASCII")
      }
      return .key(key)
    case .keyFile:
      guard let path = value.string, !path.isEmpty else {
        throw Failure("\(place)apiKeyFile takes the name of a file", hint: ConfigFile.form)
      }
      return .file(full(path, besides: config, home: home))
    case .keyCommand, .option:
      guard let words = command(value) else {
        throw Failure(
          "\(place)apiKeyCommand takes a command, as a line or as a list of words",
          hint: #"such as "pass show dub" or ["pass","show","dub"]"#)
      }
      return .command(words)
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

extension Profile {
  /// Puts the profile's values where the command line gave none, and the environment neither unless the
  /// profile was named on the command line, which says more than what is set once and for all.
  ///
  /// Where another provider is asked for than the profile's, its address and its key are not used: they are
  /// that provider's.
  func apply<Values>(
    to parsed: inout ParsedArguments<Values>, of spec: CommandSpec<Values>,
    connection: WritableKeyPath<Values, ConnectionOptions>
  ) throws(Failure) {
    let isNamed = parsed.given.contains("profile")
    for setting in settings where setting.option == "provider" {
      try apply(setting, to: &parsed, of: spec, isNamed)
    }
    let own = settings.first { $0.option == "provider" }?.text
    let isForAnother = own != nil && own != parsed.values[keyPath: connection].provider
    for setting in settings where setting.option != "provider" {
      if isForAnother, setting.option == "base-url" { continue }
      try apply(setting, to: &parsed, of: spec, isNamed)
    }
    parsed.values[keyPath: connection].chosenProfile = self
    parsed.values[keyPath: connection].profileKey = isForAnother ? nil : key
    parsed.values[keyPath: connection].isProfileNamed = isNamed
  }

  private func apply<Values>(
    _ setting: Setting, to parsed: inout ParsedArguments<Values>, of spec: CommandSpec<Values>,
    _ isNamed: Bool
  ) throws(Failure) {
    let place = "\(file): \(title): \(setting.member)"
    do throws(UsageError) {
      try spec.apply(
        setting.text, to: setting.option, beforeEnvironment: isNamed, in: &parsed)
    } catch .badValue(_, let expected, let given, let nearest) {
      throw Failure(
        "\(place) takes \(expected), not \(HarmlessText.quoted(given))",
        hint: nearest.isEmpty
          ? "fix it there, or give --\(setting.option) on the command line"
          : "did you mean \(nearest.joined(separator: " or "))?")
    } catch {
      throw Failure("\(place) cannot be used", hint: "remove it")
    }
    guard setting.option == "base-url" else { return }
    do throws(BaseURLError) {
      _ = try BaseURL(setting.text)
    } catch {
      let words = Failure(error)
      throw Failure("\(place): \(words.message)", hint: "https://HOST, or http://127.0.0.1:PORT")
    }
  }
}
