// Whose a link is that was found under a row's name. That it leads where it was expected to shows that it is
// the row's; that it does not shows little, since providers write destinations anew. Another name or another text than
// the row's shows that it is another's, whatever else it has in common with the row.

import Providers
import Records

struct LinkOwnership: Sendable {
  let creation: any Creation
  /// Tells what of a row a link does not hold.
  let modification: (any Modification)?
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
    case .row where claims.give(found, to: link):
      return Outcome(.created, rewritten(found, for: link), link: found)
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

  /// What is said of a link that was made under another key than was asked for.
  func rewritten(_ made: ShownLink, for link: NewLink) -> Refusal? {
    guard let asked = link.key, let key = made.key, key.key != asked.key else { return nil }
    return Refusal("renamed", "its key is \(key.exact), where \(asked.exact) was asked for")
  }

  /// What is said of a row whose create was answered by a link that was there before.
  func existing(_ other: ShownLink, for link: NewLink) -> Outcome {
    guard creation.isSame(other, as: link), !creation.contradicts(other, link) else {
      return conflict(Self.name(of: link), other)
    }
    let open = fields(of: link, notHeldBy: other)
    guard open.isEmpty else {
      let words = "the link was there, and is not as asked in " + open.joined(separator: ", ")
      return Outcome(.failed, Refusal("existed_otherwise", words), link: other)
    }
    return Outcome(.unchanged, Refusal("existed", "the very link was there"), link: other)
  }

  /// Of the fields that can be changed those that a link has another value of.
  private func fields(of link: NewLink, notHeldBy other: ShownLink) -> [String] {
    guard let modification else { return [] }
    let fields = link.fields.members.filter { modification.fields.knows($0.name) }
    return modification.change(of: other.object, to: JSONObject(fields)).members
      .filter { !modification.holds(other.object, $0) }.map(\.name)
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
