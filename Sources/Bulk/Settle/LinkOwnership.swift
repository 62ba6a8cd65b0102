// Whose a link is that was found under a row's name. That it leads where it was expected to shows that it is
// the row's; that it does not shows little, since providers write destinations anew. Another name or another text than
// the row's shows that it is another's, whatever else it has in common with the row.

import Providers
import Records

struct LinkOwnership: Sendable {
  let creation: any Creation
  /// Which links rows of the run have got.
  let claims: Claims

  private enum Owner {
    case row
    case other
    case untold
  }

  /// What a link that was found makes of the row that may have made it, at the earliest at a time.
  func outcome(
    of found: ShownLink, for link: NewLink, since earliest: ContinuousClock.Instant?
  ) -> Outcome {
    switch owner(of: found, link, since: earliest) {
    case .row where claims.give(found, to: link): return Outcome(.created, link: found)
    case .row, .other: return conflict(Self.name(of: link), found)
    case .untold:
      let words =
        "a link with the \(Self.name(of: link)) was made meanwhile\(Self.mention(of: found)); it leads"
        + " elsewhere than was asked for, and whether this row made it cannot be told"
      return Outcome(.unknown, Refusal("not_alike", words))
    }
  }

  private func owner(
    of found: ShownLink, _ link: NewLink, since earliest: ContinuousClock.Instant?
  ) -> Owner {
    if creation.isAnothers(found, than: link) { return .other }
    let isSame = creation.isSame(found, as: link)
    guard let earliest else { return isSame ? .row : .untold }
    guard found.isYounger(than: .now - earliest) else { return .other }
    // Made meanwhile, for certain, under the user's own ID for this row, and of nothing else that is known.
    let isNamed =
      link.externalID != nil && found.age != nil && !creation.leadsElsewhere(found, than: link)
    return isSame || isNamed ? .row : .untold
  }

  /// What is said of a row whose create was answered by a link that was there before.
  func existing(_ other: ShownLink, for link: NewLink) -> Outcome {
    guard creation.isSame(other, as: link), !creation.contradicts(other, link) else {
      return conflict(Self.name(of: link), other)
    }
    return Outcome(.unchanged, Refusal("existed", "the very link was there"), link: other)
  }

  /// Another link has one of the row's names.
  func conflict(_ name: String, _ other: ShownLink) -> Outcome {
    let words = "a link with the \(name) exists\(Self.mention(of: other))"
    return Outcome(.failed, Refusal("conflict", words))
  }

  /// The name that a row's link is looked for by, in words.
  static func name(of link: NewLink) -> String {
    link.externalID.map { "external ID \($0)" } ?? "key \(link.key?.exact ?? "")"
  }

  private static func mention(of link: ShownLink) -> String { link.id.map { " (\($0))" } ?? "" }
}
