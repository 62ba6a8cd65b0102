// Updates: the links are as the rows that are done say, the last row for a link having the last word, by
// whatever name it calls the link.

import Records
import TestSupport

struct UpdateTruth: RandomTruth {
  let drawn: RandomCase
  private(set) var past = RandomPast()
  /// The links that rows have named in earlier runs.
  private var places: [Int: String] = [:]
  /// The external IDs that links have or rows give, in small letters, with how often.
  private let names: [String: Int]

  /// More ways than this are not followed.
  private static let mostWorlds = 256

  init(_ drawn: RandomCase) {
    self.drawn = drawn
    let given = drawn.rows.compactMap { $0["externalId"]?.string?.lowercased() }
    let own = (1...drawn.population.count).map { drawn.population.externalID($0) }
    names = Dictionary((given + own).map { ($0, 1) }, uniquingKeysWith: +)
  }

  mutating func lies(of run: RandomRun) -> [String] {
    defer { past.add(run) }
    let results = results(of: run)
    var lies: [String] = []
    var worlds = [UpdateWorld(run.before, places: places)]
    for (index, row) in drawn.rows.enumerated() {
      if let result = results?[index], let why = lie(result, of: row, run) {
        lies.append("\(result) of \(text(row)): \(why)")
      }
      worlds = worlds.flatMap { step($0, row, index, results?[index]) }
      guard worlds.count <= Self.mostWorlds else { return lies }
      let possible = worlds.filter { $0.fault == nil }
      worlds = possible.isEmpty ? Array(worlds.prefix(1)) : possible
    }
    let differences = worlds.map { ($0, $0.differences(from: run.after) { isTouched([$0]) }) }
    if let fit = differences.first(where: { $0.1.isEmpty }) {
      places = fit.0.places
    } else {
      lies += differences.first?.1 ?? []
    }
    return lies
  }

  /// What the world is after a row: one, or two where its fate is unknown and changes the names of links.
  private func step(
    _ world: UpdateWorld, _ row: JSONObject, _ index: Int, _ result: LinkReport?
  ) -> [UpdateWorld] {
    guard world.fault == nil else { return [world] }
    var world = world
    let link = world.link(of: row)
    let isTouched = isTouched([link ?? "", row["id"]?.string ?? ""] + names(of: row))
    let place = link ?? world.places[index]
    switch result?.status {
    case "updated", "unchanged", "skipped":
      // That a link was not there may be what was asked for.
      let isGone = result?.status == "skipped" && drawn.ignoresNotFound
      if place == nil, !isTouched, !isGone {
        world.rule(out: "\(result?.description ?? "") of no link")
      }
      var other = world
      world.take(row, at: index, isSure: true, isPast: result?.status == "skipped")
      // A row that was done is done again to its link, whatever has the name by which it called that.
      guard let earlier = other.places[index], let link, earlier != link else { return [world] }
      other.take(row, at: index, isSure: true, isPast: result?.status == "skipped", to: earlier)
      return [world, other]
    case "not_found":
      // A row that has moved its link to another name, and is done again, finds it by that or not at all.
      let isMoved = row["externalId"] != nil && world.places[index].map { $0 != link } ?? false
      if link != nil, !isTouched, !isMoved {
        world.rule(out: "\(result?.description ?? ""): \(text(row)) names \(link ?? "")")
      }
      return [world]
    case nil, "unknown", "unconfirmed":
      guard row["externalId"] != nil, place != nil else {
        world.take(row, at: index, isSure: false)
        return [world]
      }
      var other = world
      other.take(row, at: index, isSure: true)
      return [world, other]
    default: return [world]
    }
  }

  /// The external ID that a row calls its link by, and the names that it gives.
  private func names(of row: JSONObject) -> Set<String> {
    let given = population.names(of: row)
    guard let name = row["id"]?.string, name.hasPrefix("ext_") else { return given }
    return given.union(population.names(of: ["externalId": .string(String(name.dropFirst(4)))]))
  }

  /// What is wrong with a result, whatever the links are.
  private func lie(_ result: LinkReport, of row: JSONObject, _ run: RandomRun) -> String? {
    switch result.status {
    case "updated", "not_found": return nil
    case "unconfirmed": return drawn.weather.losesChanges ? nil : "nothing was lost"
    case "skipped": return past.isNone ? "there was no earlier run" : nil
    case "failed":
      let collides = row["externalId"]?.string.map { names[$0.lowercased(), default: 0] > 1 }
      let isTouched = isTouched([row["id"]?.string ?? ""] + names(of: row))
      // That the link is not there may not have been looked at any more.
      let isOpen = run.isShort && UpdateWorld(run.before, places: [:]).link(of: row) == nil
      let isOfRow = isBad(row) || collides ?? false || isTouched || isOpen
      return isOfRow || isExcused(result) ? nil : "nothing is wrong with it"
    case "not_attempted":
      return run.status == 3 || run.isInterrupted ? nil : "the run went to its end"
    case "unknown":
      // What an earlier run did and this one was to do again may stand or not.
      let isOpen =
        result.code == "in_doubt" && run.isShort || isRefused(result) || isExcused(result)
      if places[result.row - 1] != nil, isOpen { return nil }
      let mayBe = mayBeUnknown(
        run, canBeAsked: true, isRefused: isRefused(result))
      return mayBe ? nil : "it could be known"
    default: return "no update says so"
    }
  }
}
