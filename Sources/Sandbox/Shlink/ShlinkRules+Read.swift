// What Shlink shows: numbered pages of links by any order, of which only those that nobody shares are stable
// (others-2.md, section 5).

import HTTP
import Records

extension ShlinkRules {
  mutating func list(_ call: Call) throws(Refusal) -> HTTPResponse {
    let page = try number(call, "page", 1)
    let asked = try number(call, "itemsPerPage", 10)
    let order = try order(call)
    let rest = call.query.pairs.filter { !["page", "itemsPerPage"].contains($0.name) }
    let found = links.list("\(rest)") { links in
      let keyed = links.filter { Self.isFound($0, call) }.map { (order.key($0), $0) }
      return keyed.sorted { left, right in
        guard left.0 == right.0 else { return order.isRising ? left.0 < right.0 : left.0 > right.0 }
        return left.1.serial < right.1.serial
      }.map(\.1)
    }
    let size = asked == -1 ? max(1, found.count) : asked
    let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: size)
    let start = overflow ? found.count : min(skipped, found.count)
    let places = start..<start + min(size, found.count - start)
    let shown =
      options.ties == .stable
      ? Array(found[places]) : Self.shuffled(found, places, order.key, by: page)
    let numbers = [
      ("currentPage", page), ("pagesCount", max(1, (found.count - 1) / size + 1)),
      ("itemsPerPage", size), ("itemsInCurrentPage", shown.count), ("totalItems", found.count),
    ]
    let pagination = numbers.map { JSONObject.Member($0, .int($1)) }
    return .json([
      "shortUrls": [
        "data": .array(shown.map { .object(self.shown($0)) }),
        "pagination": .object(JSONObject(pagination)),
      ]
    ])
  }

  private func number(_ call: Call, _ name: String, _ usual: Int) throws(Refusal) -> Int {
    guard call.query.has(name) else { return usual }
    guard let number = call.number(name), number > 0 || number == -1 && name == "itemsPerPage"
    else {
      throw invalid(name)
    }
    return number
  }

  private struct Order {
    var key: (SandboxLink) -> String
    var isRising: Bool
  }

  private func order(_ call: Call) throws(Refusal) -> Order {
    let parts = (call.query["orderBy"] ?? "dateCreated-DESC").split(separator: "-")
    let key: ((SandboxLink) -> String)? =
      switch parts.first {
      case "shortCode": { $0.slug }
      case "longUrl": { $0.url }
      case "title": { $0.fields["title"]?.string ?? "" }
      case "dateCreated": { String($0.madeAt.seconds) }
      case "visits", "nonBotVisits": { String(1_000_000_000 + $0.visits) }
      default: nil
      }
    guard let key else { throw invalid("orderBy") }
    return Order(key: key, isRising: parts.count < 2 || parts[1] == "ASC")
  }

  /// The links at some places, of which those that share a key stand in an order that each page has for itself.
  private static func shuffled(
    _ links: [SandboxLink], _ places: Range<Int>, _ key: (SandboxLink) -> String, by page: Int
  ) -> [SandboxLink] {
    guard !places.isEmpty else { return [] }
    var (start, end) = (places.lowerBound, places.upperBound)
    while start > 0, key(links[start - 1]) == key(links[start]) { start -= 1 }
    while end < links.count, key(links[end]) == key(links[end - 1]) { end += 1 }
    var run = 0
    var keyed: [(run: Int, tie: UInt64, link: SandboxLink)] = []
    for place in start..<end {
      if place > start, key(links[place]) != key(links[place - 1]) { run += 1 }
      let serial = UInt64(truncatingIfNeeded: links[place].serial &* page)
      keyed.append((run, Scatter.mix(serial), links[place]))
    }
    keyed.sort { ($0.run, $0.tie) < ($1.run, $1.tie) }
    return keyed[(places.lowerBound - start)..<(places.upperBound - start)].map(\.link)
  }

  private static func isFound(_ link: SandboxLink, _ call: Call) -> Bool {
    if let domain = call.query["domain"], link.domain != (domain == "DEFAULT" ? "" : domain) {
      return false
    }
    let tags = Set(link.texts("tags"))
    let (wanted, unwanted) = (call.all("tags[]"), call.all("excludeTags[]"))
    if !wanted.isEmpty {
      let all = call.query["tagsMode"] == "all"
      guard all ? tags.isSuperset(of: wanted) : !tags.isDisjoint(with: wanted) else { return false }
    }
    if !unwanted.isEmpty {
      let all = call.query["excludeTagsMode"] == "all"
      guard all ? !tags.isSuperset(of: unwanted) : tags.isDisjoint(with: unwanted) else {
        return false
      }
    }
    let times = ["startDate", "endDate"].map { call.query[$0].flatMap { ISODate.milliseconds($0) } }
    let made = link.madeAt.milliseconds
    guard made >= times[0] ?? .min, made <= times[1] ?? .max else { return false }
    guard let term = call.query["searchTerm"], !term.isEmpty else { return true }
    let texts = [link.url, link.slug, link.fields["title"]?.string ?? "", link.domain] + tags
    return texts.contains { $0.contains(term) }
  }

  mutating func domains() -> HTTPResponse {
    var names = [ShlinkOptions.defaultDomain]
    for link in links.own() where !link.domain.isEmpty && !names.contains(link.domain) {
      names.append(link.domain)
    }
    let redirects: JSONValue = [
      "baseUrlRedirect": nil, "regular404Redirect": nil, "invalidShortUrlRedirect": nil,
    ]
    let data = names.map { name -> JSONValue in
      [
        "domain": .string(name), "isDefault": .bool(name == ShlinkOptions.defaultDomain),
        "redirects": redirects,
      ]
    }
    return .json(["domains": ["data": .array(data), "defaultRedirects": redirects]])
  }

  func shown(_ link: SandboxLink) -> JSONObject {
    let visits = JSONValue.int(link.visits)
    let host = link.domain.isEmpty ? ShlinkOptions.defaultDomain : link.domain
    return [
      "shortUrl": .string("https://\(host)/\(link.slug)"), "shortCode": .string(link.slug),
      "longUrl": .string(link.url), "dateCreated": .string(link.madeAt.isoSeconds("+00:00")),
      "tags": link.fields["tags"] ?? [],
      "meta": [
        "validSince": link.fields["validSince"] ?? .null,
        "validUntil": link.fields["validUntil"] ?? .null,
        "maxVisits": link.fields["maxVisits"] ?? .null,
      ],
      "domain": link.domain.isEmpty ? .null : .string(link.domain),
      "title": link.fields["title"] ?? .null, "crawlable": link.fields["crawlable"] ?? false,
      "forwardQuery": link.fields["forwardQuery"] ?? true,
      "visitsSummary": ["total": visits, "nonBots": visits, "bots": 0],
      "hasRedirectRules": false,
    ]
  }
}
