import Providers
import Testing

@testable import Commands

/// Which value a setting has, and what is refused.
@Suite struct GivenSettingsTests {
  private static let place = #"config.json: profile "work": group"#

  /// Options as if they were typed, with what a profile of this provider says.
  private func options(
    _ typed: [String: String] = [:], profile: [String: String] = [:], isNamed: Bool = false
  ) -> ConnectionOptions {
    var options = ConnectionOptions()
    options.settings = typed
    options.profileSettings = profile.mapValues { ProfileSetting(text: $0, place: Self.place) }
    options.isProfileNamed = isNamed
    return options
  }

  private func failure(
    _ options: ConnectionOptions, _ provider: any Provider = Posto(),
    environment: [String: String] = [:]
  ) throws -> Failure {
    do throws(Failure) {
      _ = try GivenSettings(options, provider, environment).applied(to: provider)
    } catch {
      return error
    }
    throw Missing()
  }

  private struct Missing: Error {}

  @Test("option, a profile that is named, environment, another profile: the first that has it")
  func order() throws {
    let profile = ["group": "profiled"]
    let environment = ["POSTO_GROUP": "stated", "STELLA_TEAM": "other"]
    for (options, environment, text, place) in [
      (
        options(["group": "typed"], profile: profile, isNamed: true), environment, "typed",
        "--group"
      ),
      (options(profile: profile, isNamed: true), environment, "profiled", Self.place),
      (options(profile: profile), environment, "stated", "POSTO_GROUP"),
      (options(profile: profile), [:], "profiled", Self.place),
      (options(profile: profile), ["POSTO_GROUP": ""], "profiled", Self.place),
    ] {
      let value = try GivenSettings(options, Posto(), environment).values.first
      #expect(value?.text == text && value?.place == place)
    }
  }

  @Test("one provider's variable says nothing to another, and what is not needed may be missing")
  func variables() throws {
    let given = try GivenSettings(options(), Stella(), ["POSTO_GROUP": "x"])
    #expect(given.values.isEmpty && given.byName.isEmpty)
    let other = try GivenSettings(options(), Stella(), ["STELLA_TEAM": "x", "POSTO_SERVER": "y"])
    #expect(other.byName == ["group": "x"])
  }

  @Test("what is needed and nowhere given is asked for by option and variable")
  func missing() throws {
    let failure = try failure(options(["home-server": "https://own.example"]))
    #expect(failure.message == "Posto needs --group, the group that links are made in")
    #expect(failure.hints.first == "give --group GROUP, or export POSTO_GROUP=GROUP")
    #expect(failure.hints.last?.contains("profile") == true && failure.status == .usage)
  }

  @Test("a setting of another provider is refused, whether it was typed or is in a profile")
  func others() throws {
    #expect(
      try failure(options(["group": "x"]), Dub()).message == "--group is no setting of Dub")
    #expect(
      try failure(options(profile: ["group": "x"]), Dub()).message
        == Self.place + " is no setting of Dub")
    #expect(
      try failure(options(["home-server": "x"]), Stella()).message
        == "--home-server is no setting of Stella")
  }

  @Test("a value that the provider does not take is refused with its place")
  func invalid() throws {
    let hints = ["--group GROUP gives the group that links are made in"]
    for (options, environment, place) in [
      (options(["group": "a b"]), [:], "--group"),
      (options(), ["POSTO_GROUP": "a b"], "POSTO_GROUP"),
      (options(profile: ["group": "a b"]), [:], Self.place),
    ] {
      let failure = try failure(options, environment: environment)
      #expect(failure.message == place + " is not the name of a group")
      #expect(failure.hints == hints && failure.status == .usage)
    }
  }
}
