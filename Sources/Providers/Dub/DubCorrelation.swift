// Which item of Dub's answer belongs to which row. The answer is not in the order of the request: created
// links come first, in the order of their rows, refusals last, and a row whose external ID or key was taken
// may be missing. Rows are told by what Dub does not write anew, never by what it was expected to store.

import Records

/// Matches items to rows, each at most once.
struct DubCorrelation {
  let rows: [NewLink]
  /// Whether any row gives its link a name, without which none has to be looked for.
  private let hasNames: Bool
  private let reply: Reply
  var report: Report
  /// The places of the rows that no item was matched to.
  var pending: [Int]
  /// Links that were matched by their keys alone, which another request may have made.
  private var keyed: [(place: Int, link: ShownLink)] = []
  /// Links that no other request can have made.
  private var own: [ShownLink] = []

  init(_ rows: [NewLink], in reply: Reply) {
    self.rows = rows
    hasNames = rows.contains { $0.ownName != nil }
    self.reply = reply
    report = Report(.untold, of: rows.count)
    pending = Array(rows.indices)
  }

  /// Takes the whole answer; `false` when it is no list of links and refusals, or none of it is of a row.
  mutating func take(_ items: [JSONValue]) -> Bool {
    let objects = items.compactMap(\.object)
    guard objects.count == items.count else { return false }
    var seen: Set<String> = []
    var made: [ShownLink] = []
    for item in objects where item["error"] == nil {
      guard let link = ShownLink(dub: item, in: reply), let id = link.id else { return false }
      if seen.insert(id).inserted { made.append(link) }
    }
    let echoed = objects.filter { $0["error"] != nil && $0["link"]?.object != nil }
    let unlike = echoed.filter { !takeRefusal(Refusal(of: $0), of: $0["link"]?.object ?? [:]) }
    made.removeAll { takeNamed($0) }
    takeUnlike(unlike, beside: made.count)
    report.strays = takeInOrder(made)
    settleKeyed()
    // One item of no row is no reason to doubt the others; nothing but such items is.
    return items.isEmpty || report.rows.contains { $0 != .untold }
  }

  /// A created link whose row gave an external ID or a key.
  ///
  /// A row that gave both and lost its key to another request gets that request's link.
  private mutating func takeNamed(_ link: ShownLink) -> Bool {
    guard hasNames else { return false }
    if let index = pending.firstIndex(where: {
      rows[$0].externalID != nil && rows[$0].externalID == link.externalID
    }) {
      noteOwn(link, of: pending.remove(at: index))
      return true
    }
    let same = indices(ofKeyIn: link)
    let free = same.filter { rows[pending[$0]].externalID == nil && link.externalID == nil }
    let exact = free.filter { rows[pending[$0]].hasExactKey(of: link.object) }
    if let index = exact.first(where: { isOf(link.object, pending[$0]) }) ?? exact.first
      ?? free.first
    {
      keyed.append((pending.remove(at: index), link))
      return true
    }
    guard let index = same.first else { return false }
    report.rows[pending.remove(at: index)] = .taken(link)
    return true
  }

  /// The pending rows with the key of a link: those that name its domain first, then those that name none.
  func indices(ofKeyIn link: ShownLink) -> [Int] {
    guard let shown = link.key else { return [] }
    let same = pending.indices.filter { rows[pending[$0]].key?.key == shown.key }
    let exact = same.filter { rows[pending[$0]].key?.domain == shown.domain }
    return exact
      + same.filter { index in
        let named = rows[pending[index]].key?.domain
        return named != shown.domain && (named == nil || shown.domain == nil)
      }
  }

  func isOf(_ link: JSONObject, _ place: Int) -> Bool {
    DubFields.isSameURL(link["url"]?.string ?? "", asOf: rows[place].fields)
  }

  /// Takes created links that no name has told, and gives those of no row.
  ///
  /// They are in the order of the input among themselves, so when as many came as are waited for, they are
  /// told by order, else by URL. Dub chooses a key where the row gives none, and takes accents out of keys on
  /// its own domains. External IDs it keeps, so that a row with one never goes by order.
  private mutating func takeInOrder(_ made: [ShownLink]) -> [ShownLink] {
    var links = made.filter { $0.externalID == nil }
    let strays = made.filter { $0.externalID != nil }
    let nameless = pending.filter { rows[$0].ownName == nil }
    let open = pending.filter { rows[$0].externalID == nil }
    if links.count == nameless.count || links.count == open.count {
      takePairs(links, links.count == nameless.count ? nameless : open)
      return strays
    }
    links.removeAll { link in
      guard
        let index = pending.firstIndex(where: {
          rows[$0].ownName == nil && isOf(link.object, $0)
        })
      else { return false }
      noteOwn(link, of: pending.remove(at: index))
      return true
    }
    let rest = pending.filter { rows[$0].ownName == nil }
    guard links.count == rest.count else { return links + strays }
    takePairs(links, rest)
    return strays
  }

  private mutating func takePairs(_ links: [ShownLink], _ places: [Int]) {
    for (link, place) in zip(links, places) { noteOwn(link, of: place) }
    // Both ascend.
    var taken = places[...]
    pending.removeAll { place in
      guard taken.first == place else { return false }
      taken.removeFirst()
      return true
    }
  }

  /// Decides of links that have only a row's key, whether this request has made them.
  ///
  /// After a lost race the insert is dropped and another request's link comes back. The answer tells it by the
  /// link's age, by a text that is not the row's, or by what all links of one request share, their user and the moment
  /// of the insert; what became of the URL tells nothing.
  private mutating func settleKeyed() {
    own += keyed.filter { isOf($0.link.object, $0.place) }.map(\.link)
    for (place, link) in keyed {
      // Older than the request that this answers, by the server's own clock.
      let isOlder = link.age.map { $0 > reply.took + .clockSlack } ?? false
      let isUnlike = link.object.saysOtherwise(than: rows[place].fields, in: DubFields.keptTexts)
      if isOlder || isUnlike || !isOf(link.object, place) && isOfAnotherRequest(link.object) {
        report.rows[place] = .taken(link)
      } else {
        report.rows[place] = .done(link)
        learnDomain(of: link, from: place)
      }
    }
  }

  private func isOfAnotherRequest(_ link: JSONObject) -> Bool {
    let users = own.map { $0.object["userId"]?.string }
    if let user = link["userId"]?.string, !users.isEmpty,
      users.allSatisfy({ $0 != nil && $0 != user })
    {
      return true
    }
    let moments = Set(own.map { $0.object["createdAt"]?.string })
    guard own.count > 1, moments.count == 1, let one = moments.first ?? nil,
      let other = link["createdAt"]?.string
    else { return false }
    return one != other
  }

  private mutating func noteOwn(_ link: ShownLink, of place: Int) {
    report.rows[place] = .done(link)
    // Only where keys were matched alone the others are asked about.
    own.append(link)
    learnDomain(of: link, from: place)
  }

  /// A row with a key may have got another request's link, of whatever domain, unless the URL agrees.
  private mutating func learnDomain(of link: ShownLink, from place: Int) {
    let row = rows[place]
    guard row.fields["domain"] == nil, row.key == nil || isOf(link.object, place) else { return }
    if let domain = link.object["domain"]?.string { report.defaultDomain = domain }
  }
}

extension NewLink {
  /// Whether a link shows the key of the row as Dub stores it, its case included.
  func hasExactKey(of link: JSONObject) -> Bool {
    guard let key, let shown = link["key"]?.string else { return false }
    return Sameness.ofTexts(DubFields.stored(key: key.exact), DubFields.stored(key: shown))
  }
}
