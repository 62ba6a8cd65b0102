// What Shlink shows: numbered pages of links by any order, of which only those that nobody shares are stable
// (others-2.md, section 5).

import HTTP
import Records

extension ShlinkRules {
  mutating func list(_ call: Call) throws(Refusal) -> HTTPResponse {
    let page = try number(call, "page", 1)
    let asked = try number(call, "itemsPerPage", 10)
    let order = try order(call)
    let filters = call.query.pairs.filter {
      !["page", "itemsPerPage", "orderBy"].contains($0.name)
    }
    let isFound: LinkView.Filter? =
      if filters.isEmpty { nil } else { { Self.isFound($0, call) } }
    let found = links.list(
      "\(order.name) \(filters)", isRising: order.isRising, by: order.key, where: isFound)
    let size = asked == -1 ? max(1, found.count) : asked
    let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: size)
    let start = overflow ? found.count : min(skipped, found.count)
    let shown =
      options.ties == .stable
      ? found.links(from: start, count: size)
      : Self.shuffled(found, start..<start + min(size, found.count - start), order, by: page)
    links.gave(shown)
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
    var name: String
    /// What links are sorted by; `nil` for the order in which they were made.
    var key: SortKey.Maker?
    var isRising: Bool

    /// Whether nothing tells which of two links comes first.
    func isTie(_ left: SandboxLink, _ right: SandboxLink) -> Bool {
      guard let key else { return left.madeAt.seconds == right.madeAt.seconds }
      return key(left) == key(right)
    }
  }

  private func order(_ call: Call) throws(Refusal) -> Order {
    let parts = (call.query["orderBy"] ?? "dateCreated-DESC").split(separator: "-")
    let key: SortKey.Maker? =
      switch parts.first {
      case "shortCode": { .text($0.slug) }
      case "longUrl": { .text($0.url) }
      case "title": { .text($0.fields["title"]?.string ?? "") }
      case "dateCreated": nil
      case "visits", "nonBotVisits": { .number($0.visits) }
      default: throw invalid("orderBy")
      }
    return Order(
      name: String(parts.first ?? ""), key: key, isRising: parts.count < 2 || parts[1] == "ASC")
  }

  /// The links at some places, of which those that nothing tells apart stand in an order that each page has for
  /// itself.
  private static func shuffled(
    _ list: LinkList, _ places: Range<Int>, _ order: Order, by page: Int
  ) -> [SandboxLink] {
    let asked = list.links(from: places.lowerBound, count: places.count)
    guard let first = asked.first, let last = asked.last else { return [] }
    var (before, after): ([SandboxLink], [SandboxLink]) = ([], [])
    while let link = list.link(at: places.lowerBound - before.count - 1), order.isTie(link, first) {
      before.append(link)
    }
    while let link = list.link(at: places.upperBound + after.count), order.isTie(link, last) {
      after.append(link)
    }
    var run = 0
    var keyed: [(run: Int, tie: UInt64, link: SandboxLink)] = []
    for link in Array(before.reversed()) + asked + after {
      if let before = keyed.last, !order.isTie(before.link, link) { run += 1 }
      let serial = UInt64(truncatingIfNeeded: link.serial &* page)
      keyed.append((run, Scatter.mix(serial), link))
    }
    keyed.sort { ($0.run, $0.tie) < ($1.run, $1.tie) }
    return keyed.dropFirst(before.count).prefix(asked.count).map(\.link)
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

  func domains() -> HTTPResponse {
    var names = [ShlinkOptions.defaultDomain]
    for link in links.touched where !link.domain.isEmpty && !names.contains(link.domain) {
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
