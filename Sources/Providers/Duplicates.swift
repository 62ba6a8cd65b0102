// What a create makes of a destination that has a link already, where a provider lets one choose.

/// A user's choice for rows whose destination has a link.
package enum Duplicates: String, Sendable, CaseIterable {
  /// Another link is made.
  case allow
  /// The link that is there is the row's.
  case reuse
  /// The row is refused.
  case fail

  /// The choice that settings make, if they do.
  init?(_ settings: [String: String]) throws(InvalidSetting) {
    guard let word = settings[Setting.duplicatesName] else { return nil }
    guard let choice = Duplicates(rawValue: word) else {
      throw InvalidSetting(Setting.duplicatesName, "is none of allow, reuse and fail")
    }
    self = choice
  }

  /// What an answer means that shows a link which was there.
  func row(_ link: ShownLink) -> Report.Row {
    guard self == .fail else { return .existed(link) }
    let name = (link.id ?? link.shortURL).map { " (\($0))" } ?? ""
    return .refused(Refusal("conflict", "a link to this destination exists\(name)"))
  }
}

extension Setting {
  static let duplicatesName = "duplicates"

  /// The choice as a setting of a provider that has it; `usual` is what is done without.
  static func duplicates(variable: String, usual: Duplicates) -> Setting {
    Setting(
      duplicatesName, value: "allow|reuse|fail", variable: variable,
      words: """
        What a create does where its destination has a link: allow makes another one, reuse takes the one that is \
        there, fail refuses the row; \(usual.rawValue) where nothing is said.
        """,
      isRequired: false, choices: Duplicates.allCases.map(\.rawValue))
  }
}
