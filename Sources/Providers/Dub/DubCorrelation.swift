// Which item of Dub's answer belongs to which row. The answer is not in the order of the request: created
// links come first, in the order of their rows, refusals last, and a row whose external ID or key was taken
// may be missing. Rows are told by what Dub does not write anew, never by what it was expected to store.

import HTTP
import Records

/// Matches items to links, each at most once.
struct DubCorrelation {
  var report = CreationReport()
  /// The rows that no item was matched to.
  var pending: [NewLink]
  /// Links that were matched by their keys alone, which another request may have made.
  private var keyed: [(row: NewLink, link: JSONObject)] = []
  /// Links that no other request can have made.
  private var own: [JSONObject] = []

  init(_ links: [NewLink]) { pending = links }

  /// Takes the whole answer; `false` when it is no list of links and refusals, or none of it is of a row.
  mutating func take(_ items: [JSONValue], of response: HTTPResponse) -> Bool {
    let objects = items.compactMap(\.object)
    guard objects.count == items.count else { return false }
    var seen: Set<String> = []
    var made: [JSONObject] = []
    for item in objects where item["error"] == nil {
      guard let id = item["id"]?.string, !id.isEmpty else { return false }
      if seen.insert(id).inserted { made.append(item) }
    }
    let echoed = objects.filter { $0["error"] != nil && $0["link"]?.object != nil }
    let unlike = echoed.filter { !takeRefusal(Refusal(of: $0), of: $0["link"]?.object ?? [:]) }
    made.removeAll { takeNamed($0) }
    takeUnlike(unlike, beside: made.count)
    report.strays = takeInOrder(made)
    settleKeyed(response)
    // One item of no row is no reason to doubt the others; nothing but such items is.
    let isOfRows =
      !(report.made.isEmpty && report.refused.isEmpty && report.undecided.isEmpty
      && report.taken.isEmpty)
    return isOfRows || items.isEmpty
  }

  /// A created link whose row gave an external ID or a key.
  ///
  /// A row that gave both and lost its key to another request gets that request's link.
  private mutating func takeNamed(_ link: JSONObject) -> Bool {
    let externalID = link["externalId"]?.string
    if let index = pending.firstIndex(where: {
      $0.externalID != nil && $0.externalID == externalID
    }) {
      noteOwn(link, of: pending.remove(at: index))
      return true
    }
    let same = indices(ofKeyIn: link)
    let free = same.filter { pending[$0].externalID == nil && externalID == nil }
    let exact = free.filter { pending[$0].hasExactKey(of: link) }
    if let index = exact.first(where: { isOf(link, pending[$0]) }) ?? exact.first ?? free.first {
      keyed.append((pending.remove(at: index), link))
      return true
    }
    guard let index = same.first else { return false }
    report.taken[pending.remove(at: index)] = link
    return true
  }

  /// The rows with the key of a link: those that name its domain first, then those that name none.
  func indices(ofKeyIn link: JSONObject) -> [Int] {
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

  func isOf(_ link: JSONObject, _ row: NewLink) -> Bool {
    DubFields.isSameURL(link["url"]?.string ?? "", asOf: row.fields)
  }

  /// Takes created links that no name has told, and gives those of no row.
  ///
  /// They are in the order of the input among themselves, so when as many came as are waited for, they are
  /// told by order, else by URL. Dub chooses a key where the row gives none, and takes accents out of keys on
  /// its own domains. External IDs it keeps, so that a row with one never goes by order.
  private mutating func takeInOrder(_ made: [JSONObject]) -> [JSONObject] {
    var links = made.filter { $0["externalId"]?.string == nil }
    let strays = made.filter { $0["externalId"]?.string != nil }
    let nameless = pending.filter { $0.ownName == nil }
    let open = pending.filter { $0.externalID == nil }
    if links.count == nameless.count || links.count == open.count {
      takePairs(links, links.count == nameless.count ? nameless : open)
      return strays
    }
    links.removeAll { link in
      guard let index = pending.firstIndex(where: { $0.ownName == nil && isOf(link, $0) }) else {
        return false
      }
      noteOwn(link, of: pending.remove(at: index))
      return true
    }
    let rest = pending.filter { $0.ownName == nil }
    guard links.count == rest.count else { return links + strays }
    takePairs(links, rest)
    return strays
  }

  private mutating func takePairs(_ links: [JSONObject], _ rows: [NewLink]) {
    for (link, row) in zip(links, rows) { noteOwn(link, of: row) }
    let taken = Set(rows)
    pending.removeAll { taken.contains($0) }
  }

  /// Decides of links that have only a row's key, whether this request has made them.
  ///
  /// After a lost race the insert is dropped and another request's link comes back. The answer tells it by the
  /// link's age, or by what all links of one request share, their user and the moment of the insert; what
  /// became of the URL tells nothing.
  private mutating func settleKeyed(_ response: HTTPResponse) {
    own += keyed.filter { isOf($0.link, $0.row) }.map(\.link)
    for (row, link) in keyed {
      if response.isOlder(link) || !isOf(link, row) && isOfAnotherRequest(link) {
        report.taken[row] = link
      } else {
        report.made[row] = link
        learnDomain(of: link, from: row)
      }
    }
  }

  private func isOfAnotherRequest(_ link: JSONObject) -> Bool {
    let users = own.map { $0["userId"]?.string }
    if let user = link["userId"]?.string, !users.isEmpty,
      users.allSatisfy({ $0 != nil && $0 != user })
    {
      return true
    }
    let moments = Set(own.map { $0["createdAt"]?.string })
    guard own.count > 1, moments.count == 1, let one = moments.first ?? nil,
      let other = link["createdAt"]?.string
    else { return false }
    return one != other
  }

  private mutating func noteOwn(_ link: JSONObject, of row: NewLink) {
    report.made[row] = link
    own.append(link)
    learnDomain(of: link, from: row)
  }

  /// A row with a key may have got another request's link, of whatever domain, unless the URL agrees.
  private mutating func learnDomain(of link: JSONObject, from row: NewLink) {
    guard row.fields["domain"] == nil, row.key == nil || isOf(link, row) else { return }
    if let domain = link["domain"]?.string { report.defaultDomain = domain }
  }
}

extension HTTPResponse {
  /// Whether a link was there before the request that this answers, by the server's own clock.
  fileprivate func isOlder(_ link: JSONObject) -> Bool {
    age(ofDate: link["createdAt"]?.string).map { $0 > took + .clockSlack } ?? false
  }
}

extension NewLink {
  /// Whether a link shows the key of the row as Dub stores it, its case included.
  func hasExactKey(of link: JSONObject) -> Bool {
    guard let key, let shown = link["key"]?.string else { return false }
    return Sameness.ofTexts(DubFields.stored(key: key.exact), DubFields.stored(key: shown))
  }
}
