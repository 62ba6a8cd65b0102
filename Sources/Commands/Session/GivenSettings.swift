// What a provider needs beside the key, as this run has it. A setting is of one provider: what is meant for another
// one never reaches it.

import Providers

/// The settings of a run, each from the first place that has it: option, a profile that was named, environment,
/// another profile.
struct GivenSettings: Sendable {
  /// A setting with its value and the place of that.
  struct Value: Sendable {
    let setting: Setting
    let text: String
    let place: String
  }

  let values: [Value]

  /// Refuses what the provider does not have, and that there is nothing of what it needs.
  init(
    _ options: ConnectionOptions, _ provider: any Provider, _ environment: [String: String]
  ) throws(Failure) {
    try Self.refuseOthers(options, provider)
    var values: [Value] = []
    for setting in provider.settings {
      if let value = Self.value(of: setting, options, environment) {
        values.append(value)
      } else if setting.isRequired {
        throw Self.missing(setting, provider)
      }
    }
    self.values = values
  }

  /// The provider with its settings.
  func applied(to provider: any Provider) throws(Failure) -> any Provider {
    do throws(InvalidSetting) {
      return try provider.with(byName)
    } catch {
      let value = values.first { $0.setting.name == error.name }
      let hint = value.map { "--\(error.name) \($0.setting.value) gives \($0.setting.clause)" }
      throw Failure(
        "\(value?.place ?? error.name) \(error.reason)",
        hint: hint ?? "\"linkctl providers \(provider.name)\" tells what it needs")
    }
  }

  /// The values by the names of their settings.
  var byName: [String: String] {
    Dictionary(values.map { ($0.setting.name, $0.text) }) { first, _ in first }
  }

  private static func value(
    of setting: Setting, _ options: ConnectionOptions, _ environment: [String: String]
  ) -> Value? {
    if let text = options.settings[setting.name] {
      return Value(setting: setting, text: text, place: "--\(setting.name)")
    }
    let profiled = options.profileSettings[setting.name].map { given in
      Value(setting: setting, text: given.text, place: given.place)
    }
    if options.isProfileNamed, let profiled { return profiled }
    if let text = environment[setting.variable], !text.isEmpty {
      return Value(setting: setting, text: text, place: setting.variable)
    }
    return profiled
  }

  private static func refuseOthers(
    _ options: ConnectionOptions, _ provider: any Provider
  ) throws(Failure) {
    let own = Set(provider.settings.map(\.name))
    let given = options.settings.map { ($0.key, "--" + $0.key) }
    let profiled = options.profileSettings.map { ($0.key, $0.value.place) }
    for (name, place) in (given + profiled).sorted(by: <) where !own.contains(name) {
      let takers = ProviderList.all.filter { $0.settings.contains { $0.name == name } }
      throw Failure(
        "\(place) is no setting of \(provider.title)",
        hint: "leave it out; \(takers.map(\.title).inWords(before: "or")) takes it")
    }
  }

  private static func missing(_ setting: Setting, _ provider: any Provider) -> Failure {
    Failure(
      "\(provider.title) needs --\(setting.name), \(setting.clause)",
      hint:
        "give --\(setting.name) \(setting.value), or export \(setting.variable)=\(setting.value)",
      "or keep it in a profile: \"linkctl config --help\" tells how")
  }
}
