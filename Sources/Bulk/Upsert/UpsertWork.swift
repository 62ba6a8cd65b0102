// What a stretch of upserts comes to: links to change, to create, to look for. Pure.

import Providers
import Records

/// The rows of a stretch by the ways they go, each with its place; rows that were looked for move on to another.
struct UpsertWork {
  private(set) var edits: [(place: Int, edit: Edit)] = []
  private(set) var creates: [(place: Int, link: NewLink)] = []
  private(set) var sought: [(place: Int, link: NewLink)] = []
  private(set) var calls: [(place: Int, link: NewLink)] = []
  /// The links as they were found that are to be changed, by their places.
  private var before: [Int: ShownLink] = [:]
  /// What is known already, by places.
  private(set) var settled: [Int: Outcome] = [:]

  init(_ upserts: [Upsert]) {
    for (place, upsert) in upserts.enumerated() {
      switch upsert {
      case .change(let edit): edits.append((place, edit))
      case .create(let link): creates.append((place, link))
      case .find(let link): sought.append((place, link))
      case .call(let link): calls.append((place, link))
      }
    }
  }

  /// Whether the row at a place was looked for before its link was to be changed.
  func wasFound(_ place: Int) -> Bool { before[place] != nil }

  /// Takes in what looking for the links told, in their order.
  mutating func take(_ sights: Sights, by means: UpsertMeans) {
    for ((place, link), sight) in zip(sought, sights.rows) {
      switch sight {
      case .told(.notThere): creates.append((place, link))
      case .told(.notSeen): settled[place] = Outcome(.failed, .notSeen)
      case .untold(let why): settled[place] = why.map { Outcome(.failed, $0) } ?? .notAttempted
      case .told(.there(let found)):
        settled[place] = change(found, place, to: link, by: means)
      }
    }
    // In the order of the rows.
    creates.sort { $0.place < $1.place }
    edits.sort { $0.place < $1.place }
  }

  /// Changes a link that is there as far as it is not as asked; what is said of the row where nothing is sent.
  private mutating func change(
    _ found: ShownLink, _ place: Int, to link: NewLink, by means: UpsertMeans
  ) -> Outcome? {
    guard let text = found.id, let id = try? means.provider.linkID(text) else {
      let why = "a link of this name exists, and the key may not change it"
      return Outcome(.failed, Refusal("conflict", why))
    }
    let change = means.modification.change(of: found.object, to: means.changeable(link.fields))
    if change.members.isEmpty { return Outcome(.unchanged, link: found) }
    do throws(InvalidLink) {
      var edit = try means.modification.edit(id, change, allowingUnknown: true)
      if let why = means.modification.refusal(of: edit, at: found) {
        return Outcome(.failed, why, link: found)
      }
      edit.turn = link.row
      edits.append((place, edit))
      before[place] = found
      return nil
    } catch {
      return Outcome(.failed, Refusal("invalid_link", "the change cannot be sent: \(error)"))
    }
  }

  /// The ruling of a change, held against the link as it was found where it was looked for.
  ///
  /// A change after which the link is as before was of nothing: it is as asked, in a form that could not be
  /// foreseen. A row whose link was there is no row whose link is not there.
  func ruling(
    _ ruling: Ruling, of edit: Edit, _ place: Int, _ modification: any Modification
  ) -> Ruling {
    guard let found = before[place] else { return ruling }
    var ruling = ruling
    switch (ruling.outcome.status, ruling.outcome.link) {
    case (.updated, let now?)
    where modification.isAsBefore(found.object, now.object, by: edit.change):
      let why = "the change was sent, and left the link as it was"
      ruling.outcome = Outcome(.unchanged, Refusal("no_difference", why), link: now)
    case (.notFound, _):
      let why = "the link was there when it was looked for, and was gone when it was to be changed"
      ruling.outcome = Outcome(.failed, Refusal(Outcome.goneCode, why))
    default: break
    }
    // An answer need not show the link, such as one to a repeat that finds nothing to change; which one it is is known.
    ruling.outcome.link = ruling.outcome.link ?? found.name
    return ruling
  }
}

extension Refusal {
  fileprivate static let notSeen = Refusal(
    "not_seen", "the list does not show for certain whether the link is there")
}
