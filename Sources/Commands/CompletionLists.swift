// What completion scripts ask linkctl for, since only it knows: providers that can do what is typed, fields of
// the chosen one, profiles, commands. It is asked at every press of a key, so whatever is wrong gives fewer candidates and no words.

import Arguments
import Providers
import Records

enum CompletionLists {
  static let fields = "fields"
  static let assignments = "assignments"
  static let providers = "providers"
  static let profiles = "profiles"
  static let commands = "commands"

  /// The candidates of a list, one a line, a few words behind a tab.
  ///
  /// `question` is the name of the list and the words of the command line after the program's name, of which
  /// the last is being completed.
  static func text(_ question: [String], _ host: Host) -> String {
    let words = Array(question.dropFirst())
    let lines: [String] =
      switch question.first {
      case fields: fieldNames(words, host).map { line($0.name + "=", $0.type) }
      case assignments: assignments(words, host)
      case providers: able(words.first).map { line($0.name, $0.title) }
      case profiles: profileNames(host)
      case commands: Program.spec.commands.map { line($0.name, $0.summary) }
      default: []
      }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func line(_ word: String, _ about: String) -> String { "\(word)\t\(about)" }

  /// The providers that can do what a command does; all of them for one that does nothing to links.
  private static func able(_ command: String?) -> [any Provider] {
    let able = ProviderList.all.filter { provider in
      provider.capabilities.contains { $0.command == command }
    }
    return able.isEmpty ? ProviderList.all : able
  }

  /// Fields that can be set; behind the equals sign, the values of a field that has only a few.
  private static func assignments(_ words: [String], _ host: Host) -> [String] {
    let fields = fieldNames(words, host)
    let typed = value(of: words.last ?? "")
    guard let equals = typed.firstIndex(of: "=") else {
      return fields.map { line($0.name + "=", $0.type) }
    }
    let name = String(typed[..<equals])
    guard let field = fields.first(where: { $0.name == name }) else { return [] }
    let values =
      (field.kind == .boolean ? ["true", "false"] : []) + (field.takesNull ? ["null"] : [])
    return values.map { line("\(name)=\($0)", field.type) }
  }

  /// What is typed of a value: what follows `--set=` too.
  private static func value(of word: String) -> Substring {
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return word[...] }
    return word[word.index(after: equals)...]
  }

  /// The fields that the command takes at the provider that is chosen, or at any where none is.
  private static func fieldNames(_ words: [String], _ host: Host) -> [Field] {
    let providers = provider(words, host).map { [$0] } ?? ProviderList.all
    let capabilities = providers.flatMap(\.capabilities).filter { $0.fields != nil }
    let own = capabilities.filter { $0.command == words.first }
    var seen: Set<String> = []
    return (own.isEmpty ? capabilities : own).flatMap { $0.fields?.fields ?? [] }
      .filter { seen.insert($0.name).inserted }
  }

  /// The provider as the command itself would find it: option, environment, profile.
  private static func provider(_ words: [String], _ host: Host) -> (any Provider)? {
    let variable = { name in host.environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let named = given("--profile", words)
    let profile = try? Profile.chosen(named ?? variable("LINKCTL_PROFILE"), host)
    let own = profile?.provider
    let name =
      given("--provider", words) ?? (named == nil ? nil : own) ?? variable("LINKCTL_PROVIDER")
      ?? own
    return name.flatMap(ProviderList.named)
  }

  /// The last value of an option, as the next word or behind an equals sign.
  private static func given(_ option: String, _ words: [String]) -> String? {
    var found: String?
    for (index, word) in words.dropLast().enumerated() {
      if word.hasPrefix(option + "=") {
        found = String(word.dropFirst(option.count + 1))
      } else if word == option, index + 1 < words.count - 1 {
        found = words[index + 1]
      }
    }
    return found
  }

  /// Names that a shell takes as they are: the others would have to be quoted differently in each.
  private static func profileNames(_ host: Host) -> [String] {
    let config = try? ConfigFile.read(host.environment)
    return (config?.profiles ?? []).filter { ShellText.word($0.name) == $0.name }.map { profile in
      line(
        profile.name,
        profile.members["provider"]?.string.flatMap(ProviderList.named)?.title ?? "")
    }
  }
}
