// ShortPen's pages: so many links of one workspace from an offset on, which every link that comes or goes
// before it shifts (ShortPen dossier, section 5); and what other clients do meanwhile.

import Records

/// A link's place in the store of its workspace.
struct ShortPenPlace: Sendable, Equatable {
  var workspace: Int64
  var place: Int
}

extension ShortPenState {
  /// How many links a workspace of the organization has.
  func count(of workspace: Int64) -> Int {
    workspaces.contains(workspace) ? stores[workspace]?.count ?? 0 : 0
  }

  /// The places of a page's links; pages are counted from 1.
  func places(_ page: Int, of size: Int, workspace: Int64) -> [Int] {
    let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: size)
    let count = count(of: workspace)
    guard !overflow, skipped < count, let links = stores[workspace] else { return [] }
    let isAscending = options.order == .oldest
    var place = links.place(ofRank: isAscending ? skipped : count - 1 - skipped)
    var places: [Int] = []
    while places.count < size, place >= 0, place < links.end {
      if links.isTaken(place) { places.append(place) }
      place += isAscending ? 1 : -1
    }
    return places
  }

  /// The links at some places of a workspace as lists show them.
  func list(of places: [Int], workspace: Int64) -> [UInt8] {
    guard let links = stores[workspace] else { return Array("[]".utf8) }
    let (seeds, kept) = (links.seeds, links.kept)
    return .json(arrayOf: places.count, about: 700) { number, bytes in
      if let link = kept[places[number]] {
        JSONValue.object(shown(link)).write(to: &bytes)
      } else {
        seeds.write(places[number], to: &bytes)
      }
    }
  }
}

extension ShortPenState: Churned {
  mutating func addForOther(_ dice: inout ChurnDice, at now: Timestamp) {
    guard !workspaces.isEmpty else { return }
    let workspace = workspaces[dice.roll(below: workspaces.count)]
    var link = ShortPenLink(
      id: 0, workspace: workspace, domain: options.domains.first?.id ?? ShortPenDomain.first.id)
    link.fields["url"] = .string("https://example.com/other/\(dice.number)")
    link.made = now
    _ = create(link, counts: false)
  }

  mutating func deleteForOther(_ dice: inout ChurnDice) -> Bool {
    var rank = dice.roll(below: workspaces.reduce(0) { $0 + count(of: $1) })
    for workspace in workspaces {
      guard rank >= count(of: workspace) else {
        let place = stores[workspace]?.place(ofRank: rank) ?? 0
        return deleteForOther(at: ShortPenPlace(workspace: workspace, place: place))
      }
      rank -= count(of: workspace)
    }
    return false
  }

  mutating func deleteAtSeam() -> Bool {
    while let place = seam.popLast() { if deleteForOther(at: place) { return true } }
    return false
  }

  private mutating func deleteForOther(at place: ShortPenPlace) -> Bool {
    guard let link = stores[place.workspace]?.link(at: place.place) else { return false }
    return delete(CollectionOfOne(link.id), counts: false) > 0
  }
}
