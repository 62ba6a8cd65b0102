// Upserts: at most one link has a row's name, it is as the last row of that name says, and it is called
// created only where it was not there.

import Records
import Sandbox
import TestSupport

struct UpsertTruth: RandomTruth {
  let drawn: RandomCase
  private let match: String
  private(set) var past = RandomPast()
  private var old: Set<String>?

  init(_ drawn: RandomCase, by match: String) {
    self.drawn = drawn
    self.match = match
  }

  mutating func lies(of run: RandomRun) -> [String] {
    defer { past.add(run) }
    let old = old ?? Set(run.before.map(Rehearsal.id))
    self.old = old
    let before = Dictionary(grouping: run.before) { name(ofLink: $0) }
    let after = Dictionary(grouping: run.after) { name(ofLink: $0) }
    let made = made(run.before, besides: old)
    let madeNow = self.made(run.after, besides: old)
    let results = results(of: run)
    var lies: [String] = []
    let groups = Dictionary(grouping: drawn.rows.indices) { self.name(of: drawn.rows[$0]) }
    for (name, group) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      let told = group.map { results?[$0] }
      for (index, result) in zip(group, told) {
        guard let result, let why = lie(result, of: drawn.rows[index], name, run) else { continue }
        lies.append("\(result) of \(text(drawn.rows[index])): \(why)")
      }
      let isNew = name.hasPrefix("new ")
      let mark = String(name.dropFirst(4))
      let was = (isNew ? made[mark] : before[name]) ?? []
      let now = (isNew ? madeNow[mark] : after[name]) ?? []
      guard !isTouched([name, String(name.dropFirst(3))]) else { continue }
      lies += held(group, told, was: was, now: now).map { "\(name): \($0)" }
    }
    return lies
  }

  /// What the link is called that a row looks for; a row that looks for none is known by its mark.
  private func name(of row: JSONObject) -> String {
    switch match {
    case "id":
      if let id = row[population.idField]?.string { return "ID " + id }
    case "url":
      let url = row["url"]?.string ?? ""
      if url.hasPrefix("https://example.org/at/") { return "URL " + url }
    default: return population.names(of: row).first ?? "none"
    }
    return "new " + (row[population.mark]?.string ?? "")
  }

  private func name(ofLink link: JSONObject) -> String {
    switch match {
    case "id": return "ID " + Rehearsal.id(of: link)
    case "url": return "URL " + (link["url"]?.string ?? "")
    default:
      let sort = match == "key" ? "key " : "external ID "
      return population.names(of: link).first { $0.hasPrefix(sort) } ?? "none"
    }
  }

  /// The links that are new, by their marks.
  private func made(_ links: [JSONObject], besides old: Set<String>) -> [String: [JSONObject]] {
    Dictionary(grouping: links.filter { !old.contains(Rehearsal.id(of: $0)) }) {
      $0[population.mark]?.string ?? ""
    }
  }

  /// What the results of rows with one name do not tell as it is.
  private func held(
    _ group: [Int], _ told: [LinkReport?], was: [JSONObject], now: [JSONObject]
  ) -> [String] {
    if now.count > 1 { return ["\(now.count) links have it"] }
    var marks: Set<String> = [was.first.map { $0[population.mark]?.text ?? "null" } ?? "no link"]
    var created = 0
    for (index, result) in zip(group, told) {
      let mark = drawn.rows[index][population.mark]?.text ?? ""
      switch result?.status {
      case "created", "updated", "unchanged", "skipped":
        marks = [mark]
        if result?.status == "created" { created += 1 }
      case nil, "unknown", "unconfirmed": marks.insert(mark)
      default: break
      }
    }
    var lies: [String] = []
    // An earlier run may have made the link, and not told of it.
    if created > (was.isEmpty ? 1 : 0), past.isNone || created > 1 {
      lies.append("created \(created) times, and \(was.count) were there: \(told)")
    }
    let isDone = told.contains { ["updated", "unchanged"].contains($0?.status) }
    if was.isEmpty, created == 0, isDone, !drawn.weather.losesChanges {
      lies.append("nothing was there, and no row has created it: \(told)")
    }
    let mark = now.first.map { $0[population.mark]?.text ?? "null" } ?? "no link"
    if !marks.contains(mark) { lies.append("it has \(mark), and the rows say \(marks.sorted())") }
    return lies
  }

  /// What is wrong with a result, whatever the links are.
  private func lie(
    _ result: LinkReport, of row: JSONObject, _ name: String, _ run: RandomRun
  ) -> String? {
    let names = [name, String(name.dropFirst(3))]
    switch result.status {
    case "created", "updated", "unchanged": return nil
    case "unconfirmed": return drawn.weather.losesChanges ? nil : "nothing was lost"
    case "skipped": return past.isNone ? "there was no earlier run" : nil
    case "not_found":
      let isGone = match == "id" && !isThere(name, run)
      return isGone || isTouched(names) ? nil : "it is there"
    case "failed":
      // ShortPen's 404 of a row that names a domain too may be about either; elsewhere a look tells, which may
      // not have come any more.
      let isOpen =
        match == "id" && !isThere(name, run) && (drawn.provider == .shortpen || run.isShort)
      let isOfRow = isBad(row) || isOpen || isTouched(names)
      return isOfRow || isExcused(result) ? nil : "nothing is wrong with it"
    case "invalid":
      let isRepeat = drawn.rows.count { self.name(of: $0) == name } > 1
      return isRepeat ? nil : "nothing is wrong with it"
    case "not_attempted":
      return run.status == 3 || run.isInterrupted ? nil : "the run went to its end"
    case "unknown":
      let canBeAsked = !name.hasPrefix("new ")
      let mayBe = mayBeUnknown(
        run, canBeAsked: canBeAsked, isRefused: isRefused(result))
      return mayBe ? nil : "it could be known"
    default: return "no upsert says so"
    }
  }

  private func isThere(_ name: String, _ run: RandomRun) -> Bool {
    run.before.contains { self.name(ofLink: $0) == name }
  }
}
