import Providers
import Testing

@testable import Arguments
@testable import Commands

/// What providers say of themselves reaches whoever asks for help.
@Suite struct HabitTests {
  private func plain(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }

  @Test("every habit of a provider stands in a command's help, and in what is told of the provider")
  func reach() throws {
    for provider in ProviderList.all {
      let about = plain(ProvidersCommand.text(ReportOptions(), names: [provider.name]))
      for habit in provider.habits {
        let commands = Program.spec.command(named: habit.command).map { [$0] }
        let texts = try (commands ?? Program.spec.commands).map {
          plain(try FullHelp.text(of: Program.spec, command: $0.name, width: 100))
        }
        #expect(texts.contains { $0.contains(habit.words) }, "\(provider.name) \(habit.command)")
        #expect(about.contains(habit.words), "\(provider.name) \(habit.command)")
      }
    }
  }

  /// What help says that is not put together from providers' own words, and shows no call.
  private func ownText(of command: CommandDescription) -> String {
    let options = command.options.filter { option in
      !ProviderList.all.contains { $0.settings.contains { "--" + $0.name == option.name } }
    }
    var texts = [command.summary, command.discussion]
    texts += options.flatMap { [$0.summary, $0.discussion] }
    var text = texts.joined(separator: "\n")
    for habit in ProviderList.all.flatMap(\.habits) {
      text = text.replacing(habit.words, with: "")
    }
    return text
  }

  @Test("the help of no command has a name in it that is one provider's, beside what providers say")
  func names() {
    let fields = ProviderList.all.flatMap { provider in
      [provider.creation?.fields, provider.modification?.fields].compactMap(\.self)
        .flatMap { $0.fields.map(\.name) }
    }
    let words = Set(NeutralWord.allCases.map(\.rawValue))
    let names = Set(fields + ProviderList.all.flatMap(\.idNames)).filter { name in
      !words.contains(name) && name.contains { $0 == "_" || $0.isUppercase }
    }
    #expect(names.count > 60 && names.contains("custom_slug") && names.contains("originalURL"))
    for command in Program.spec.commands {
      let text = ownText(of: command)
      let tokens = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }
      #expect(tokens.filter { names.contains(String($0)) } == [], "\(command.name)")
      for provider in ProviderList.all where text.contains(provider.title + "'s ") {
        Issue.record("\(command.name) names \(provider.title)")
      }
    }
  }

  @Test("providers that say the same are named together")
  func together() {
    #expect(
      ProviderWords.habits("create", of: [Posto(), Dub(), Stella()])
        == ["At Posto and Stella: a group has room for 500 links."])
    #expect(ProviderWords.habits("config", of: [Posto(), Stella()]) == [])
  }

  @Test("match keys and external IDs are told from the providers' own tables")
  func tables() {
    #expect(
      ProviderWords.matchKeys
        == " Dub knows id, external-id, key and url; Hoko id and external-id; ShortPen id and key;"
        + " YOURLS id and key; Shlink id and key; Kutt id and key; Short.io id and key;"
        + " Rebrandly id and key; Bitly id and key.")
    #expect(ProviderWords.externalIDs == " Dub and Hoko have external IDs.")
  }

  @Test("a made-up external ID is held against what the provider makes of it")
  func externalIDs() throws {
    #expect(try #require(Dub().creation).known(externalID: "import-1") == "import-1")
    #expect(try #require(Dub().creation).known(externalID: "ext_1") == "1")
    #expect(throws: InvalidLink.self) {
      try #require(Dub().creation).known(externalID: String(repeating: "x", count: 192))
    }
    #expect(try #require(Hoko().creation).known(externalID: "ext_1") == "ext_1")
    #expect(try #require(ShortPen().creation).known(externalID: "1") == nil)
  }
}
