// Which item of Dub's answer belongs to which row. The answer is not in the order of the request: created
// links come first, refusals last, and a row whose external ID or key was taken may be missing.

import Records

/// Matches items to links, each at most once.
struct DubCorrelation {
  private(set) var report = CreationReport()
  private var pending: [NewLink]

  init(_ links: [NewLink]) { pending = links }

  /// Takes the whole answer; `false` when it is no list of links and refusals, or none of it is of a row.
  mutating func take(_ items: [JSONValue]) -> Bool {
    let objects = items.compactMap(\.object)
    guard objects.count == items.count else { return false }
    var made = objects.filter { $0["error"] == nil }
    guard made.allSatisfy({ $0["id"]?.string != nil }) else { return false }
    for item in objects where item["error"] != nil {
      let why = Refusal(
        item["code"]?.string ?? "error", item["error"]?.string ?? "refused without a reason")
      if let echo = item["link"]?.object { takeRefusal(why, of: echo) }
    }
    made.removeAll { takeNamed($0) }
    takeUnnamed(made)
    // One item of no row is no reason to doubt the others; nothing but such items is.
    let isOfRows = !(report.made.isEmpty && report.refused.isEmpty && report.undecided.isEmpty)
    return isOfRows || items.isEmpty
  }

  /// A refusal belongs to the row that its echo comes from; rows that cannot be told apart by it are
  /// undecided, unless they are equal in all they say.
  private mutating func takeRefusal(_ why: Refusal, of echo: JSONObject) {
    let candidates = candidates(for: echo)
    let best = candidates.map { agreement(pending[$0], echo) }.max()
    let tied = candidates.filter { agreement(pending[$0], echo) == best }
    guard let first = tied.first else { return }
    if tied.allSatisfy({ pending[$0].fields == pending[first].fields }) {
      report.refused[pending.remove(at: first)] = why
      return
    }
    let words = "the answer refuses one of several rows that it does not tell apart: " + why.message
    for index in tied.reversed() {
      report.undecided[pending.remove(at: index)] = Refusal("undecided", words)
    }
  }

  /// The rows that an echo may come from: by external ID or key where the row gave one, else by URL.
  private func candidates(for echo: JSONObject) -> [Int] {
    if let id = echo["externalId"]?.string.map(DubFields.bare(externalID:)) {
      let same = pending.indices.filter { pending[$0].externalID == id }
      if !same.isEmpty { return same }
    }
    let named = indices(ofKeyIn: echo)
    if !named.isEmpty { return named }
    let url = echo["url"]?.string ?? ""
    return pending.indices.filter {
      pending[$0].key == nil && pending[$0].externalID == nil
        && DubFields.isSameURL(url, asOf: pending[$0].fields)
    }
  }

  /// A created link whose row gave an external ID or a key.
  ///
  /// A row that gave both and lost its key to another request gets that request's link.
  private mutating func takeNamed(_ link: JSONObject) -> Bool {
    let externalID = link["externalId"]?.string
    let byID = pending.firstIndex { $0.externalID != nil && $0.externalID == externalID }
    let byKey = indices(ofKeyIn: link)
    let best =
      byKey.first { pending[$0].externalID == nil && isOf(link, pending[$0]) }
      ?? byKey.first { pending[$0].externalID == nil } ?? byKey.first
    guard let index = byID ?? best else { return false }
    note(link, of: pending.remove(at: index))
    return true
  }

  /// The rows with the key of a link: those that name its domain first, then those that name none.
  private func indices(ofKeyIn link: JSONObject) -> [Int] {
    let key = DubFields.normalized(key: link["key"]?.string ?? "")
    let domain = link["domain"]?.string?.lowercased()
    let same = pending.indices.filter { pending[$0].key?.key == key }
    let exact = same.filter { pending[$0].key?.domain == domain }
    return exact
      + same.filter { index in
        let named = pending[index].key?.domain
        return named != domain && (named == nil || domain == nil)
      }
  }

  private func isOf(_ link: JSONObject, _ row: NewLink) -> Bool {
    DubFields.isSameURL(link["url"]?.string ?? "", asOf: row.fields)
  }

  /// Created links whose rows gave neither: they are in the order of the input among themselves, so when
  /// as many came as are waited for, they are told by order, else by URL.
  private mutating func takeUnnamed(_ links: [JSONObject]) {
    let nameless = pending.filter { $0.key == nil && $0.externalID == nil }
    if links.count == nameless.count {
      for (link, row) in zip(links, nameless) { note(link, of: row) }
      pending.removeAll { $0.key == nil && $0.externalID == nil }
      return
    }
    for link in links {
      let index = pending.firstIndex { row in
        row.key == nil && row.externalID == nil && isOf(link, row)
      }
      if let index { note(link, of: pending.remove(at: index)) }
    }
  }

  private mutating func note(_ link: JSONObject, of row: NewLink) {
    report.made[row] = link
    // A row with a key may have got another request's link, of whatever domain, unless the URL agrees.
    guard row.fields["domain"] == nil, row.key == nil || isOf(link, row) else { return }
    if let domain = link["domain"]?.string { report.defaultDomain = domain }
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
