// What is particular to the Shlink stand-in: how its owner set the server up.

/// What is particular to the Shlink stand-in.
package struct ShlinkOptions: Sendable {
  /// How codes are made and compared with what is asked for.
  package enum Mode: String, Sendable, CaseIterable {
    case strict
    /// New codes and slugs are in lower case.
    case loose
  }

  /// How links made in one second are ordered: no database is told (A), so an order may differ from page to page.
  package enum Ties: String, Sendable, CaseIterable {
    case shuffled
    case stable
  }

  package static let defaultDomain = "s.example.com"

  package var links: [SandboxLink] = []
  package var mode = Mode.strict
  package var ties = Ties.shuffled
  /// Whether slugs may have slashes.
  package var allowsSegments = false
  /// From so many visits on a link cannot be deleted; `nil` where that is not enabled.
  package var deleteThreshold: Int? = 15

  package init() {}
}

extension ShlinkOptions {
  static let choices: [SandboxChoice] = [
    .word("shlink.mode", \.shlink.mode, "how slugs are kept"),
    .word("shlink.ties", \.shlink.ties, "order of links made in one second, from page to page"),
    .flag("shlink.segments", \.shlink.allowsSegments, "slugs may have slashes"),
    .number(
      "shlink.delete-threshold", \.shlink.deleteThreshold, "visits that keep a link from deletion"),
  ]
}
