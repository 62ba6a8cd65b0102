import Providers
import TestSupport
import Testing
import Transport

@testable import Commands

/// What completion scripts are told.
@Suite struct CompletionListsTests {
  private func names(
    _ list: String, _ words: String..., environment: [String: String] = [:]
  ) -> [String] {
    let host = Commands.Host(
      command: ["linkctl"], environment: environment, standardInput: -1, standardOutput: -1,
      standardError: -1
    ) { _ throws(TransportError) in
      throw TransportError(.other, mayHaveReachedServer: false, detail: "there is no network here")
    }
    return CompletionLists.text([list] + words, host).split(separator: "\n")
      .map { String($0.prefix { $0 != "\t" }) }
  }

  @Test("the fields are those that the command takes at the chosen provider")
  func fields() throws {
    for provider in ProviderList.all {
      let modification = try #require(provider.modification)
      let creation = try #require(provider.creation)
      let created = names("fields", "create", "--provider", provider.name, "--map", "")
      #expect(created == creation.fields.fields.map { $0.name + "=" })
      let updated = names("assignments", "update", "--provider=\(provider.name)", "--set", "")
      #expect(updated == modification.fields.fields.map { $0.name + "=" })
      let variable = names(
        "assignments", "update", "--set", "", environment: ["LINKCTL_PROVIDER": provider.name])
      #expect(variable == updated)
    }
    let any = names("fields", "create", "--map", "")
    #expect(any.contains("keyLength=") && any.contains("collectionId=") && any.contains("r="))
  }

  @Test("behind the equals sign stand the values that a field has few of")
  func values() {
    #expect(
      names("assignments", "update", "--provider", "dub", "--set", "archived=")
        == ["archived=true", "archived=false"])
    #expect(
      names("assignments", "update", "--provider", "dub", "--set=title=") == ["title=null"])
    #expect(names("assignments", "update", "--provider", "dub", "--set", "nothing=") == [])
  }

  @Test("whatever is typed, it answers")
  func hostile() {
    let pieces = ["", "=", "--", "--set=", "--provider=", "--provider", "\u{0}", "é=\n", "update"]
    var random = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      let words = (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in
        pieces.randomElement(using: &random)
      }
      let host = Commands.Host(
        command: ["linkctl"], environment: [:], standardInput: -1, standardOutput: -1,
        standardError: -1
      ) { _ throws(TransportError) in
        throw TransportError(.other, mayHaveReachedServer: false, detail: "no network")
      }
      for line in CompletionLists.text(words, host).split(separator: "\n") {
        #expect(line.count { $0 == "\t" } == 1)
      }
    }
    #expect(names("nothing", "x") == [])
  }
}
