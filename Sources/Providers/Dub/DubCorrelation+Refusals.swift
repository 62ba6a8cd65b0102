// Which refusal of Dub's answer is of which row: refusals echo their row, more or less as it was sent.

import Records

extension DubCorrelation {
  /// Gives a refusal to the row that its echo comes from; `false` when it is like no row.
  ///
  /// Rows that cannot be told apart by it are undecided, unless they are equal in all they say.
  mutating func takeRefusal(_ why: Refusal, of echo: JSONObject) -> Bool {
    let candidates = candidates(for: echo)
    let best = candidates.map { agreement(rows[pending[$0]], echo) }.max()
    let tied = candidates.filter { agreement(rows[pending[$0]], echo) == best }
    guard let first = tied.first else { return false }
    let fields = rows[pending[first]].fields
    if tied.allSatisfy({ rows[pending[$0]].fields == fields }) {
      report.rows[pending.remove(at: first)] = .refused(why)
      return true
    }
    for index in tied.reversed() { leaveUndecided(pending.remove(at: index), why) }
    return true
  }

  private mutating func leaveUndecided(_ place: Int, _ why: Refusal) {
    let words = "the answer refuses one of several rows that it does not tell apart: " + why.message
    report.rows[place] = .undecided(Refusal("undecided", words))
  }

  /// The rows that an echo may come from: by external ID or key where the row gave one, else by URL.
  private func candidates(for echo: JSONObject) -> [Int] {
    if let id = echo["externalId"]?.string.map(DubFields.bare(externalID:)) {
      return pending.indices.filter { rows[pending[$0]].externalID == id }
    }
    let key = echo["key"]?.string.map {
      LinkKey(
        domain: echo["domain"]?.string?.lowercased(), key: DubFields.normalized(key: $0), exact: $0)
    }
    let named = indices(ofKeyIn: ShownLink(key: key))
    if !named.isEmpty { return named }
    return pending.indices.filter { rows[pending[$0]].ownName == nil && isOf(echo, pending[$0]) }
  }

  /// Refusals that are like no row, where they and the other links are as many as the rows that are left.
  mutating func takeUnlike(_ items: [JSONObject], beside made: Int) {
    let refusals = items.filter { $0["link"]?["externalId"]?.string == nil }.map(Refusal.init(of:))
    guard let first = refusals.first, refusals.count + made == pending.count else { return }
    for place in pending {
      if made == 0, refusals.allSatisfy({ $0 == first }) {
        report.rows[place] = .refused(first)
      } else {
        leaveUndecided(place, first)
      }
    }
    pending = []
  }

  /// How many fields agree, in the forms that Dub gives them.
  private func agreement(_ link: NewLink, _ echo: JSONObject) -> Int {
    link.fields.members.count { field in
      let shown = echo[field.name] ?? .null
      switch (field.name, field.value.string, shown.string) {
      case ("key", let sent?, let key?):
        return DubFields.stored(key: sent) == DubFields.stored(key: key)
      case ("url", .some, let url?): return DubFields.isSameURL(url, asOf: link.fields)
      case ("tagIds", let text?, _), ("tagNames", let text?, _):
        let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
        return shown.array?.compactMap(\.string).map { $0.filter { $0 != " " } } == parts
      case (_, "", _): return shown == .null || shown == .string("")
      default: return shown == field.value
      }
    }
  }
}

extension Refusal {
  /// The refusal of an item.
  init(of item: JSONObject) {
    self.init(
      item["code"]?.string ?? "error", item["error"]?.string ?? "refused without a reason")
  }
}
