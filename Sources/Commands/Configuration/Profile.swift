// One profile: values for options that nobody gave, and the way to a key.

import Arguments
import Glibc
import Providers
import Records
import Transport

/// A profile of the configuration file, its values checked for their kind.
struct Profile: Sendable {
  /// A value as it would be typed, for the option of a long name.
  struct Value: Sendable {
    let member: String
    let option: String
    let text: String
  }

  let name: String
  let file: String
  let values: [Value]
  /// What its provider needs beside the key, by the names of the settings.
  let settings: [String: ProfileSetting]
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
    var values: [Value] = []
    var settings: [String: ProfileSetting] = [:]
    var keys: [ProfileKey] = []
    let place = "\(config.path): profile \(HarmlessText.quoted(name)): "
    for member in members.members {
      guard let known = ProfileMember.named(member.name) else { continue }
      switch known.purpose {
      case .option(let long):
        let text = try Self.text(member, place)
        values.append(Value(member: known.name, option: long, text: text))
      case .setting(let name):
        let text = try Self.text(member, place)
        guard !text.isEmpty else {
          throw Failure("\(place)\(known.name) is empty", hint: "remove it")
        }
        settings[name] = ProfileSetting(text: text, place: place + known.name)
      case .key, .keyFile, .keyCommand:
        keys.append(
          try ProfileKey(
            known.purpose, member.value, place, besides: config.path, home: home))
      }
    }
    self.values = values
    self.settings = settings
    key = keys.first
    try check(keys, place)
  }

  /// The value of a member as it would be typed.
  private static func text(
    _ member: JSONObject.Member, _ place: String
  ) throws(Failure) -> String {
    guard let text = member.value.textOrNumber else {
      throw Failure("\(place)\(member.name) takes text or a number", hint: ConfigFile.form)
    }
    return text
  }

  /// Refuses two ways to a key, and what is of one provider where none is named.
  private func check(_ keys: [ProfileKey], _ place: String) throws(Failure) {
    guard keys.count <= 1 else {
      throw Failure(
        "\(place)\(keys.map(\.member).joined(separator: " and ")) both lead to the key",
        hint: "leave one of them out")
    }
    if provider != nil { return }
    // Without this a key could go to a provider that it is not of.
    let isOfOne = !keys.isEmpty || values.contains { $0.option == "base-url" }
    guard !isOfOne, settings.isEmpty else {
      let what = isOfOne ? "a key or a base URL" : "what a provider needs beside the key"
      throw Failure(
        "\(place)\(what) belongs to one provider, and there is no member \"provider\"",
        hint: #"add "provider":"\#(ProviderList.all.map(\.name).joined(separator: "|"))""#)
    }
  }

  /// The name of its provider, where it has one.
  var provider: String? { values.first { $0.option == "provider" }?.text }
}

extension Profile {
  /// Puts the profile's values where the command line gave none, and the environment neither unless the
  /// profile was named on the command line, which says more than what is set once and for all.
  ///
  /// Where another provider is asked for than the profile's, its address, its key and what that provider needs
  /// besides are not used: they are that provider's.
  func apply<Values>(
    to parsed: inout ParsedArguments<Values>, of spec: CommandSpec<Values>,
    connection: WritableKeyPath<Values, ConnectionOptions>
  ) throws(Failure) {
    let isNamed = parsed.given.contains("profile")
    for value in values where value.option == "provider" {
      try apply(value, to: &parsed, of: spec, isNamed)
    }
    let isForAnother = provider != nil && provider != parsed.values[keyPath: connection].provider
    for value in values where value.option != "provider" {
      if isForAnother, value.option == "base-url" { continue }
      try apply(value, to: &parsed, of: spec, isNamed)
    }
    parsed.values[keyPath: connection].chosenProfile = self
    parsed.values[keyPath: connection].profileKey = isForAnother ? nil : key
    parsed.values[keyPath: connection].profileSettings = isForAnother ? [:] : settings
    parsed.values[keyPath: connection].isProfileNamed = isNamed
  }

  private func apply<Values>(
    _ value: Value, to parsed: inout ParsedArguments<Values>, of spec: CommandSpec<Values>,
    _ isNamed: Bool
  ) throws(Failure) {
    let place = "\(file): \(title): \(value.member)"
    do throws(UsageError) {
      try spec.apply(
        value.text, to: value.option, beforeEnvironment: isNamed, in: &parsed)
    } catch .badValue(_, let expected, let given, let nearest) {
      throw Failure(
        "\(place) takes \(expected), not \(HarmlessText.quoted(given))",
        hint: nearest.isEmpty
          ? "fix it there, or give --\(value.option) on the command line"
          : "did you mean \(nearest.joined(separator: " or "))?")
    } catch {
      throw Failure("\(place) cannot be used", hint: "remove it")
    }
    guard value.option == "base-url" else { return }
    do throws(BaseURLError) {
      _ = try BaseURL(value.text)
    } catch {
      let words = Failure(error)
      throw Failure("\(place): \(words.message)", hint: "https://HOST, or http://127.0.0.1:PORT")
    }
  }
}
