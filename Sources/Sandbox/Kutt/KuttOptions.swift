// What is particular to the Kutt stand-in: how its owner set the server up, and one race.

/// What is particular to the Kutt stand-in.
package struct KuttOptions: Sendable {
  /// When two creates of one slug both succeed: the code looks for the slug and then inserts (a guess from reading
  /// it).
  package enum Races: String, Sendable, CaseIterable {
    case never
    /// When the slug is the newest link's, and other requests are in flight.
    case inFlight = "in-flight"
    /// When the slug is the newest link's.
    case always
  }

  package static let defaultDomain = "kutt.example.com"

  package var links: [SandboxLink] = []
  /// The user's own domains.
  package var domains = ["go.example.com"]
  package var races = Races.inFlight
  /// Whether anybody may create links, which then belong to nobody: a wrong key does not fail a create.
  package var allowsAnonymous = false

  package init() {}
}

extension KuttOptions {
  static let choices: [SandboxChoice] = [
    .word("kutt.races", \.kutt.races, "when two creates of one slug both succeed"),
    .flag("kutt.anonymous", \.kutt.allowsAnonymous, "a wrong key creates links of nobody"),
  ]
}
