import Providers
import Testing

@testable import Arguments
@testable import Commands

/// Option, member and variables of a setting follow from the providers' tables.
@Suite struct SharedSettingTests {
  private let settings = SharedSetting.of([Posto(), Stella(), Dub()])

  @Test("two settings of one name are one option, which tells of both")
  func shared() throws {
    #expect(settings.map(\.name) == ["group", "home-server"])
    let group = try #require(settings.first)
    #expect(group.titles == ["Posto", "Stella"])
    let option = group.option.description
    #expect(option.name == "--group" && option.placeholder == "GROUP" && option.isRare)
    #expect(option.variable == nil)
    #expect(option.summary == "a setting of its own at each (Posto and Stella)")
    #expect(
      option.discussion == """
        At Posto: the group that links are made in. It is needed there. Environment: POSTO_GROUP.

        At Stella: the team whose links they are. Environment: STELLA_TEAM.
        """)
    #expect(
      group.variables == [
        Definition("POSTO_GROUP", "the group of Posto, where {--group} is not given"),
        Definition("STELLA_TEAM", "the group of Stella, where {--group} is not given"),
      ])
  }

  @Test("a setting of one provider is told in its words, and a member is written as members are")
  func alone() throws {
    let server = try #require(settings.last)
    #expect(server.option.description.summary == "URL of a server of one's own (Posto)")
    #expect(
      server.option.description.discussion
        == "At Posto: URL of a server of one's own. Environment: POSTO_SERVER.")
    #expect(server.member.name == "homeServer")
    #expect(server.member.purpose == .setting("home-server"))
    #expect(server.member.meaning == "as --home-server")
  }

  @Test("the option keeps what is typed, and takes no empty text")
  func option() throws {
    let option = try #require(settings.first).option
    var options = ConnectionOptions()
    try option.apply(&options, "one")
    try option.apply(&options, "two")
    #expect(options.settings == ["group": "two"])
    #expect(throws: UsageError.badValue(of: "--group", expected: "a value", given: "")) {
      try option.apply(&options, "")
    }
  }

  @Test("a setting that has a few values takes no others, and one of them may have all")
  func choices() throws {
    let duplicates = try #require(SharedSetting.all.first { $0.name == "duplicates" })
    let option = duplicates.option
    #expect(option.description.kind == .choice(["allow", "reuse", "fail"]))
    var options = ConnectionOptions()
    try option.apply(&options, "reuse")
    #expect(options.settings == ["duplicates": "reuse"])
    let wrong = UsageError.badValue(
      of: "--duplicates", expected: "allow, reuse or fail", given: "reus", nearest: ["reuse"])
    #expect(throws: wrong) { try option.apply(&options, "reus") }
  }

  @Test("providers without settings have none")
  func none() {
    #expect(SharedSetting.of([Dub(), Hoko(), ShortPen()]).isEmpty)
  }
}
