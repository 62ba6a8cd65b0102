// What a stretch of upserts comes to: links to change, to create, to look for. Pure.

import Providers
import Records

/// The rows of a stretch by the ways they go; rows that were looked for move on to another.
struct UpsertWork {
  private(set) var edits: [Edit: Upsert] = [:]
  /// The links as they were found that are to be changed.
  private var before: [Edit: JSONObject] = [:]
  private(set) var creates: [NewLink: Upsert] = [:]
  private(set) var sought: [NewLink: Upsert] = [:]
  private(set) var calls: [NewLink: Upsert] = [:]
  /// What is known already.
  private(set) var rulings: [Upsert: Ruling] = [:]

  init(_ upserts: [Upsert]) {
    for upsert in upserts {
      switch upsert.way {
      case .change(let edit): edits[edit] = upsert
      case .create(let link): creates[link] = upsert
      case .find(let link): sought[link] = upsert
      case .call(let link): calls[link] = upsert
      }
    }
  }

  /// The links to create, in the order of their rows.
  var newLinks: [NewLink] { creates.keys.sorted { $0.row < $1.row } }

  /// The links to look for, in the order of their rows.
  var soughtLinks: [NewLink] { sought.keys.sorted { $0.row < $1.row } }

  /// The links to change, in the order of their rows.
  var changes: [Edit] { edits.sorted { $0.value.row < $1.value.row }.map(\.key) }

  /// Takes in what looking for a row's link told.
  mutating func take(_ found: CreateSettler.Found, for link: NewLink, at provider: any Provider) {
    guard let upsert = sought[link] else { return }
    switch found {
    case .notThere: creates[link] = upsert
    case .unknown(let why):
      let outcome = why.map { Outcome(.failed, $0) } ?? .notAttempted
      rulings[upsert] = Ruling(outcome, attempts: 0)
    case .there(let found): change(found.link, upsert, link, at: provider)
    }
  }

  /// Changes a link that is there as far as it is not as asked.
  private mutating func change(
    _ found: JSONObject, _ upsert: Upsert, _ link: NewLink, at provider: any Provider
  ) {
    func rule(_ outcome: Outcome) { rulings[upsert] = Ruling(outcome, attempts: 0) }
    guard let text = found["id"]?.string ?? found["id"]?.number?.text,
      let id = try? provider.linkID(text)
    else {
      let why = "a link of this name exists, and the key may not change it"
      return rule(Outcome(.failed, Refusal("conflict", why)))
    }
    let change = provider.upsertion.change(of: found, to: provider.changeable(link.fields))
    if change.members.isEmpty { return rule(Outcome(.unchanged, link: found)) }
    do throws(InvalidLink) {
      var edit = try provider.modification.edit(id, change, allowingUnknown: true)
      edit.turn = upsert.row
      edits[edit] = upsert
      before[edit] = found
    } catch {
      rule(Outcome(.failed, Refusal("invalid_link", "the change cannot be sent: \(error)")))
    }
  }

  /// The ruling of a change, held against the link as it was found where it was looked for.
  ///
  /// A change after which the link is as before was of nothing: it is as asked, in a form that could not be
  /// foreseen. A row whose link was there is no row whose link is not there.
  func ruling(_ ruling: Ruling, of edit: Edit, at provider: any Provider) -> Ruling {
    guard let found = before[edit] else { return ruling }
    switch (ruling.outcome.status, ruling.outcome.link) {
    case (.updated, let now?)
    where provider.upsertion.isAsBefore(found, now, by: edit.change):
      let why = "the change was sent, and left the link as it was"
      return Ruling(
        Outcome(.unchanged, Refusal("no_difference", why), link: now), attempts: ruling.attempts)
    case (.notFound, _):
      let why = "the link was there when it was looked for, and was gone when it was to be changed"
      return Ruling(
        Outcome(.failed, Refusal(Outcome.goneCode, why)), attempts: ruling.attempts)
    default: return ruling
    }
  }
}
