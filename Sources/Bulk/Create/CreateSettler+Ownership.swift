// Whose a link is that was found under a row's name. That it leads where it was expected to shows that it is
// the row's; that it does not shows nothing, since providers write destinations anew.

import Providers
import Records

extension CreateSettler {
  private enum Ownership {
    case own
    case other
    case untold
  }

  /// What a link that was found makes of the row that may have made it, at the earliest at a time.
  func outcome(
    of found: FoundLink, for link: NewLink, since earliest: ContinuousClock.Instant?
  ) -> Outcome {
    switch ownership(of: found, for: link, since: earliest) {
    case .own where workspace.claims.give(found.link, to: link):
      return Outcome(.created, link: found.link)
    case .own, .other: return conflict(name(of: link), found.link)
    case .untold:
      let words =
        "a link with the \(name(of: link)) was made meanwhile\(Self.mention(of: found.link)); it leads"
        + " elsewhere than was asked for, and whether this row made it cannot be told"
      return Outcome(.unknown, Refusal("not_alike", words))
    }
  }

  private func ownership(
    of found: FoundLink, for link: NewLink, since earliest: ContinuousClock.Instant?
  ) -> Ownership {
    if creation.contradicts(found.link, link) { return .other }
    let isSame = creation.isSame(found.link, as: link, isFound: true)
    guard let earliest else { return isSame ? .own : .untold }
    guard found.isYounger(than: .now - earliest) else { return .other }
    // Made meanwhile, for certain, under the user's own ID for this row.
    let isNamed = link.externalID != nil && found.age != nil
    return isSame || isNamed ? .own : .untold
  }

  /// Another link has one of the row's names.
  func conflict(_ name: String, _ other: JSONObject) -> Outcome {
    let words = "a link with the \(name) exists\(Self.mention(of: other))"
    return Outcome(.failed, Refusal("conflict", words))
  }

  /// The name that a row's link is looked for by, in words.
  func name(of link: NewLink) -> String {
    link.externalID.map { "external ID \($0)" } ?? "key \(link.key?.exact ?? "")"
  }

  private static func mention(of link: JSONObject) -> String {
    (link["id"]?.string ?? link["id"]?.number?.text).map { " (\($0))" } ?? ""
  }
}
