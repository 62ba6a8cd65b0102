// Creates: a row that is created has made one link, which its result shows; a row that is not has made none.

import Records
import Sandbox
import TestSupport

struct CreateTruth: RandomTruth {
  let drawn: RandomCase
  /// The links and names from before the first run.
  private var old: (ids: Set<String>, names: Set<String>)?
  private(set) var past = RandomPast()
  private let counts: [String: Int]

  init(_ drawn: RandomCase) {
    self.drawn = drawn
    let names = drawn.rows.flatMap { drawn.population.names(of: $0) }
    counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
  }

  mutating func lies(of run: RandomRun) -> [String] {
    defer { past.add(run) }
    let old =
      old
      ?? (
        Set(run.before.map(Rehearsal.id)),
        run.before.reduce(into: []) { $0.formUnion(population.names(of: $1)) }
      )
    self.old = old
    let new = run.after.filter { !old.ids.contains(Rehearsal.id(of: $0)) }
    let made = Dictionary(grouping: new) { $0[population.mark]?.string ?? "" }
    var lies: [String] = []
    let marks = Set(drawn.rows.compactMap { $0[population.mark]?.string })
    let known = marks.union(["rival"]).union(drawn.lostRaceEvery == nil ? [] : [""])
    for mark in made.keys where !known.contains(mark) { lies.append("a link of no row: \(mark)") }
    let results = results(of: run)
    for (index, row) in drawn.rows.enumerated() {
      let links = made[row[population.mark]?.string ?? ""] ?? []
      if links.count > 1 { lies.append("made \(links.count) times: \(text(row))") }
      guard let result = results?[index] else { continue }
      if let why = lie(result, of: row, links, run, old.names) {
        lies.append("\(result) of \(text(row)), which made \(links.count): \(why)")
      }
    }
    return lies
  }

  private func lie(
    _ result: LinkReport, of row: JSONObject, _ links: [JSONObject], _ run: RandomRun,
    _ old: Set<String>
  ) -> String? {
    let names = population.names(of: row)
    let isRepeated = names.contains { counts[$0, default: 0] > 1 }
    switch result.status {
    case "created", "skipped", "unchanged":
      guard links.count == 1 else { return "it is not there" }
      return lie(result, of: row, that: links[0])
    case "failed":
      guard links.isEmpty else { return "it is there" }
      let hasLost = drawn.lostRaceEvery != nil && row["key"] != nil
      let collides = isRepeated || names.contains(where: old.contains)
      let isOfRow = isBad(row) || collides || hasLost || isTouched(names)
      return isOfRow || isExcused(result) ? nil : "nothing is wrong with it"
    case "invalid":
      guard links.isEmpty else { return "it is there" }
      return isRepeated ? nil : "nothing is wrong with it"
    case "not_attempted":
      guard links.isEmpty else { return "it is there" }
      return run.status == 3 || run.isInterrupted ? nil : "the run went to its end"
    case "unknown":
      let isSeen = !links.isEmpty && !drawn.weather.isLate && !drawn.weather.spoilsReads
      if isSeen, !run.isShort, canBeAsked(row) { return "it is there to be seen" }
      if isTouched(names) { return nil }
      return mayBeUnknown(run, canBeAsked: canBeAsked(row)) ? nil : "it could be known"
    default: return "no create says so"
    }
  }

  /// What is wrong with a result that says that a link of the row is there.
  private func lie(_ result: LinkReport, of row: JSONObject, that link: JSONObject) -> String? {
    if result.status == "skipped" { return past.isNone ? "there was no earlier run" : nil }
    let name = drawn.provider == .shortpen ? "link" : "id"
    guard result.link?[name] == link[name] else {
      return "another link is shown, \(result.link?[name]?.text ?? "none")"
    }
    let missing = population.names(of: row).subtracting(population.names(of: link))
    return missing.isEmpty || result.code == "renamed" ? nil : "it has not the \(missing.sorted())"
  }

  /// Whether the row's link can be looked for: a key of Dub needs its domain, which only an answer tells.
  private func canBeAsked(_ row: JSONObject) -> Bool {
    if row["externalId"] != nil || row["custom_slug"] != nil { return true }
    return row["key"] != nil && row["domain"] != nil
  }
}
