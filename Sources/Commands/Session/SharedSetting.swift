// What follows from the settings that providers have: an option, a member of a profile, and what is said of the
// variables. All of it comes from the providers' own tables; a new setting changes nothing here.

import Arguments
import Providers

/// A setting by its name, with every provider that has one of that name.
struct SharedSetting: Sendable {
  let name: String
  private let uses: [(title: String, setting: Setting)]

  /// The settings of all providers.
  static let all = of(ProviderList.all)

  /// The settings of some providers, in their order, each name once.
  static func of(_ providers: [any Provider]) -> [SharedSetting] {
    let uses = providers.flatMap { provider in
      provider.settings.map { (title: provider.title, setting: $0) }
    }
    var seen: Set<String> = []
    return uses.map(\.setting.name).filter { seen.insert($0).inserted }.map { name in
      SharedSetting(name: name, uses: uses.filter { $0.setting.name == name })
    }
  }

  /// The providers that have it.
  var titles: [String] { uses.map(\.title) }

  /// The option that gives it, where the command line does; not in the overview, since most providers have none.
  ///
  /// Its variable is not read with the command line: which one it is depends on the provider.
  var option: OptionSpec<ConnectionOptions> {
    let placeholder = uses.first?.setting.value ?? "VALUE"
    let kind = kind
    let description = OptionDescription(
      long: name, placeholder: placeholder, kind: kind, summary: summary, discussion: discussion)
    let (name, long, choices) = (name, description.name, kind.choices.map(\.name))
    return OptionSpec(description) { (options, text) throws(UsageError) in
      guard choices.isEmpty ? !text.isEmpty : choices.contains(text) else {
        throw .badValue(
          of: long, expected: kind.expectation, given: text,
          nearest: NearestName.nearest(to: text, among: choices))
      }
      options.settings[name] = text
    }.rare()
  }

  /// A choice where every provider that has it names its values, else any text.
  private var kind: ValueKind {
    if uses.contains(where: { $0.setting.choices.isEmpty }) { return .text }
    var seen: Set<String> = []
    let choices = uses.flatMap(\.setting.choices).filter { seen.insert($0).inserted }
    return .choice(choices.map { Choice($0) })
  }

  /// The member of a profile that gives it.
  var member: ProfileMember {
    let parts = name.split(separator: "-")
    let capitalised = parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    return ProfileMember(
      name: ([parts.first.map(String.init) ?? ""] + capitalised).joined(), purpose: .setting(name),
      meaning: "as --\(name)")
  }

  /// The environment variables that hold it, each with the providers that read it.
  var variables: [Definition] {
    var seen: Set<String> = []
    return uses.map(\.setting.variable).filter { seen.insert($0).inserted }.map { variable in
      let titles = uses.filter { $0.setting.variable == variable }.map(\.title)
      return Definition(
        variable, "the \(name) of \(titles.inWords), where {--\(name)} is not given")
    }
  }

  private var summary: String {
    let words = Set(uses.map(\.setting.clause))
    let what = words.count == 1 ? words.first : nil
    return "\(what ?? "a setting of its own at each") (\(titles.inWords))"
  }

  private var discussion: String {
    uses.map { use in
      let need = use.setting.isRequired ? " It is needed there." : ""
      return "At \(use.title): \(use.setting.clause.withFullStop)\(need) Environment:"
        + " \(use.setting.variable)."
    }.joined(separator: "\n\n")
  }
}

extension Setting {
  /// What it is as a half sentence: without its full stop, and without the capital of its first word.
  var clause: String {
    let bare = words.hasSuffix(".") ? String(words.dropLast()) : words
    // A word such as URL stays as it is.
    guard let first = bare.first, bare.dropFirst().first?.isUppercase == false else { return bare }
    return first.lowercased() + bare.dropFirst()
  }
}
