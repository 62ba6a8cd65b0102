// One way in which changes may have gone: each row that is done changed its link in the order of the input,
// a row whose fate is unknown did or did not.

import Records
import TestSupport

/// What may be so after some rows.
struct UpdateWorld {
  /// A link's field.
  struct Cell: Hashable {
    var link: String
    var field: String
  }

  /// Links by their external IDs, in small letters.
  private var links: [String: String] = [:]
  private let ids: Set<String>
  /// The texts that a field may have; fields that no row has changed are not in it.
  private(set) var cells: [Cell: Set<String>] = [:]
  private let old: [String: JSONObject]
  /// The link that each row has named, by the row's place.
  private(set) var places: [Int: String]
  /// Why this cannot be how it went.
  private(set) var fault: String?

  init(_ links: [JSONObject], places: [Int: String]) {
    old = Dictionary(links.map { (Rehearsal.id(of: $0), $0) }) { first, _ in first }
    ids = Set(old.keys)
    self.places = places
    for link in links {
      if let name = link["externalId"]?.string {
        self.links[name.lowercased()] = Rehearsal.id(of: link)
      }
    }
  }

  /// The link that a row names at this point.
  func link(of row: JSONObject) -> String? {
    let name = row["id"]?.string ?? ""
    guard name.hasPrefix("ext_") else { return ids.contains(name) ? name : nil }
    return links[name.dropFirst(4).lowercased()]
  }

  /// Takes note of a row that is done, or of one that may be done; one that an earlier run did has given its
  /// link's name already.
  mutating func take(
    _ row: JSONObject, at place: Int, isSure: Bool, isPast: Bool = false, to known: String? = nil
  ) {
    guard let link = known ?? link(of: row) ?? places[place] else { return }
    places[place] = link
    for member in row.members where member.name != "id" {
      let cell = Cell(link: link, field: member.name)
      let value = member.value.text
      if isSure {
        cells[cell] = [value]
      } else {
        let usual = [old[link]?[member.name]?.text ?? "null"]
        cells[cell, default: Set(usual)].insert(value)
      }
    }
    if isSure, !isPast, let name = row["externalId"] {
      links = links.filter { $0.value != link }
      if let name = name.string { links[name.lowercased()] = link }
    }
  }

  mutating func rule(out why: String) { fault = fault ?? why }

  /// What differs between this and the links that are there.
  func differences(from links: [JSONObject], besides touched: (String) -> Bool) -> [String] {
    if let fault { return [fault] }
    let now = Dictionary(links.map { (Rehearsal.id(of: $0), $0) }) { first, _ in first }
    var lies: [String] = []
    for (cell, values) in cells where !touched(cell.link) {
      let value = now[cell.link]?[cell.field]?.text ?? "null"
      guard !values.contains(value) else { continue }
      lies.append("\(cell.field) of \(cell.link) is \(value), and the rows say \(values.sorted())")
    }
    for (id, link) in old where !touched(id) {
      for name in ["comments", "title", "archived", "externalId", "key", "url"] {
        guard cells[Cell(link: id, field: name)] == nil, let found = now[id] else { continue }
        if found[name] != link[name] {
          lies.append("\(name) of \(id) was changed to \(found[name]?.text ?? "null") by no row")
        }
      }
    }
    return lies.sorted()
  }
}
