// What a provider can do, for people.

import Arguments
import Providers
import Records

enum CapabilityText {
  /// A paragraph about a provider, a table of commands, and one of fields where that is asked for.
  static func text(of provider: any Provider, withFields: Bool) -> String {
    let commands = provider.capabilities
    var text = "\(provider.title) (--provider \(provider.name))\n"
    text += AlignedText.lines(facts(of: provider, withWords: withFields), indent: 2)
    text += table(
      ["COMMAND", "LINKS A REQUEST", "HOW"],
      commands.map { [$0.command, $0.limit.links.grouped, $0.way] })
    guard withFields else { return text }
    for habit in provider.habits {
      text += "\n  \(habit.subject):\n" + lines(habit.words.withFullStop, indent: 4)
    }
    return text + fields(of: commands) + words(of: provider)
  }

  /// By which other names rows may give the fields.
  private static func words(of provider: any Provider) -> String {
    let words = SharedWord.all(of: provider).filter { !$0.aliases.isEmpty }
    return table(
      ["NEUTRAL", "ALSO TAKEN, AS OTHER PROVIDERS CALL IT"],
      words.map { [$0.word.rawValue, $0.aliases.joined(separator: ", ")] })
  }

  /// A table behind a blank line; nothing where it has no rows.
  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    rows.isEmpty ? "" : "\n" + AlignedText.lines([head] + rows, indent: 2)
  }

  /// What there is to say in a few words each.
  private static func facts(of provider: any Provider, withWords: Bool) -> [[String]] {
    var rows = [
      ["API", provider.baseURL ?? "where one hosts it, by --base-url"],
      ["key", provider.keyVariable],
    ]
    for setting in provider.settings {
      let need = setting.isRequired ? ", needed" : ""
      let words = withWords ? "; \(setting.clause)" : ""
      rows.append(["--\(setting.name)", setting.variable + need + words])
    }
    rows += [["IDs", provider.idForm], ["rate limit", provider.rateWords]]
    if let matches = provider.upsertMeans?.upsertion.matches {
      rows.append(["--match", matches.map(\.rawValue).joined(separator: ", ")])
    }
    return rows
  }

  /// A text in lines of a page's width.
  private static func lines(_ text: String, indent: Int) -> String {
    TextWrap.lines(of: HarmlessText.escaped(text), width: width - indent)
      .map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
  }

  private static let width = 80

  private static func fields(of commands: [Capability]) -> String {
    let commands = commands.filter { $0.fields != nil }
    var rows: [[String]] = []
    for field in Capability.fieldNames(of: commands) {
      let found = commands.map { command in
        (command.command, command.fields?.fields.first { $0.name == field })
      }
      guard let any = found.compactMap(\.1).first else { continue }
      let takes = found.map { $0.1.map { $0.isRequired ? "required" : "yes" } ?? "-" }
      let word = commands.lazy.compactMap { $0.fields?.word(of: field)?.rawValue }.first
      rows.append([field, word ?? "-", any.type] + takes + [limits(of: any, found)])
    }
    return table(
      ["FIELD", "NEUTRAL", "TYPE"] + commands.map { $0.command.uppercased() } + ["LIMITS"], rows)
  }

  private static func limits(of field: Field, _ found: [(String, Field?)]) -> String {
    var limits: [String] = []
    if let longest = field.longest { limits.append("at most \(longest.grouped) characters") }
    if case .integer(let range) = field.kind {
      limits.append(
        range.upperBound == .max
          ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)")
    }
    let taking = found.filter { $0.1 != nil }
    let clearing = taking.filter { $0.1?.takesNull == true }.map(\.0)
    if clearing.count == taking.count {
      limits.append("or null")
    } else if !clearing.isEmpty {
      limits.append("null in " + clearing.joined(separator: ", "))
    }
    return limits.joined(separator: "; ")
  }
}

extension Capability {
  /// The names of the fields of some commands, in the order of the first that has them.
  static func fieldNames(of commands: [Capability]) -> [String] {
    var seen: Set<String> = []
    return commands.flatMap { $0.fields?.fields.map(\.name) ?? [] }
      .filter { seen.insert($0).inserted }
  }
}

extension Habit {
  /// The command or the option that it is about, as it is typed.
  var subject: String {
    Program.spec.command(named: command) == nil ? "--" + command : command
  }
}
