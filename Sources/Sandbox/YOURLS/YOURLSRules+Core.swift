// What YOURLS does without a plugin: create, read, and list in one order (yourls-observed, sections 1, 2 and 4).

import Records

extension YOURLSRules {
  /// `action=shorturl`; the destination is looked at before the keyword.
  mutating func create(_ form: YOURLSForm, _ others: Int, at now: Timestamp) -> YOURLSAnswer {
    let url = YOURLSText.url(form["url"] ?? "")
    guard !YOURLSText.isNone(url) else {
      return .failure(400, "nourl", "Missing or malformed URL")
    }
    if let keyword = Self.keyword(ofShort: url), links[keyword] != nil {
      return .failure(400, "noloop", "URL is a short URL")
    }
    if let old = holder(of: url, others) { return existing(old) }
    let asked = form["keyword"] ?? ""
    // PHP takes "0" for nothing.
    guard asked.isEmpty || asked == "0" else {
      return create(url, keyword: YOURLSText.keyword(asked, options.charset), form, at: now)
    }
    guard !clashes(3, of: 8, others) else {
      return concurrency("23000]: Integrity constraint violation: 1062 Duplicate entry")
    }
    return insert(url, keyword: nextKeyword(), form["title"], at: now)
  }

  private mutating func create(
    _ url: String, keyword: String, _ form: YOURLSForm, at now: Timestamp
  ) -> YOURLSAnswer {
    guard isFree(keyword) else {
      return .failure(
        400, "keyword", "Short URL \(keyword) already exists in database or is reserved")
    }
    return insert(url, keyword: keyword, form["title"], at: now)
  }

  private mutating func insert(
    _ url: String, keyword: String, _ title: String?, at now: Timestamp
  ) -> YOURLSAnswer {
    let title = YOURLSText.title(title ?? "")
    guard keyword.utf8.count <= 100, url.utf8.count <= 65_535, title.utf8.count <= 65_535 else {
      return concurrency("22001]: String data, right truncated: 1406 Data too long")
    }
    let link = add(url, keyword: keyword, title: title, at: now)
    let short = Self.site + "/" + keyword
    return YOURLSAnswer(
      200,
      [
        "status": "success", "code": "", "message": .string("\(url) added to database"),
        "errorCode": "", "statusCode": "200", "url": .object(row(link)),
        "title": link.fields["title"] ?? .null, "shorturl": .string(short),
      ], simple: short)
  }

  /// Keeps a link; without a title the page would be fetched, and no page can be: the URL is the title.
  mutating func add(
    _ url: String, keyword: String, title: String, at now: Timestamp
  ) -> SandboxLink {
    let title = title.isEmpty || title == "0" ? url : title
    let link = SandboxLink(
      id: keyword, slug: keyword, url: url, fields: ["title": .string(title)])
    return links.create(link, at: now)
  }

  /// A failure of the database.
  ///
  /// That the row may be sent again shows in the message alone.
  private func concurrency(_ state: String) -> YOURLSAnswer {
    .failure(503, "concurrency", "Error saving url to database: SQLSTATE[\(state)")
  }

  private func existing(_ link: SandboxLink) -> YOURLSAnswer {
    let short = Self.site + "/" + link.slug
    var shown = row(link)
    shown.append("clicks", .int(link.visits))
    return .failure(
      400, "url", "\(link.url) already exists in database (short URL: \(short))",
      beside: [
        "url": .object(shown), "title": link.fields["title"] ?? .null, "shorturl": .string(short),
      ], simple: short)
  }

  /// The link that keeps another from having its destination.
  ///
  /// The newest one may be overlooked by a request that comes beside the one that made it (observed: 1 or 2 links
  /// of one URL).
  private mutating func holder(of url: String, _ others: Int) -> SandboxLink? {
    guard options.hasUniqueURLs, let old = links.links(to: url).first else { return nil }
    let mayBeOverlooked = old.serial == links.lastSerial && options.clashes == .inFlight
    return mayBeOverlooked && clashes(1, of: 8, others) ? nil : old
  }

  /// Whether a keyword can be given: not empty, no other's, and neither a reserved word nor a folder of the site.
  func isFree(_ keyword: String) -> Bool {
    !keyword.isEmpty && links.any(keyword) == nil && !["admin", "css", "js"].contains(keyword)
  }

  mutating func nextKeyword() -> String {
    while true {
      keywords += 1
      let keyword = options.charset.text(keywords)
      if isFree(keyword) { return keyword }
    }
  }

  /// What is behind the site's address in a short URL; `nil` for another URL.
  static func keyword(ofShort url: String) -> String? {
    url.hasPrefix(site + "/") ? String(url.dropFirst(site.count + 1)) : nil
  }

  /// The link that `shorturl` names, as stored or as a whole short URL.
  func named(_ form: YOURLSForm) -> SandboxLink? {
    let name = form["shorturl"] ?? ""
    return links[Self.keyword(ofShort: name) ?? name]
  }

  func stats(of form: YOURLSForm) -> YOURLSAnswer {
    guard let link = named(form) else {
      return YOURLSAnswer(404, ["statusCode": "404", "message": "Error: short URL not found"])
    }
    return YOURLSAnswer(
      200, ["statusCode": "200", "message": "success", "link": .object(shown(link))])
  }

  func expand(_ form: YOURLSForm) -> YOURLSAnswer {
    guard let link = named(form) else {
      return YOURLSAnswer(
        404,
        [
          "keyword": .string(form["shorturl"] ?? ""), "message": "Error: short URL not found",
          "errorCode": "404",
        ])
    }
    return YOURLSAnswer(
      200,
      [
        "keyword": .string(link.slug), "shorturl": .string(Self.site + "/" + link.slug),
        "longurl": .string(link.url),
        // Here, and here alone, no title is `false`.
        "title": link.fields["title"] ?? false, "message": "success", "statusCode": "200",
      ], simple: link.url)
  }

  /// `action=stats`: an object of numbered links, absent where there are none.
  ///
  /// A start below 0 breaks the script.
  mutating func list(_ form: YOURLSForm) -> YOURLSAnswer {
    let start = form.number("start") ?? 0
    guard start >= 0 else { return .broken }
    let all = listed(form["filter"] ?? "top")
    let page = all.links(from: start, count: form.number("limit") ?? 0)
    links.gave(page)
    var object: JSONObject = [:]
    if !page.isEmpty {
      let members = page.enumerated().map { place, link in
        JSONObject.Member("link_\(place + 1)", .object(shown(link)))
      }
      object.append("links", .object(JSONObject(members)))
    }
    let rest: JSONObject = ["stats": totals, "statusCode": "200", "message": "success"]
    return YOURLSAnswer(200, object.followed(by: rest))
  }

  private mutating func listed(_ filter: String) -> LinkList {
    switch filter {
    case "last": links.list("time", isRising: false)
    case "bottom": links.list("bottom", isRising: true) { .number($0.visits) }
    case "rand":
      links.list("rand", isRising: true) { link in
        .number(Int(truncatingIfNeeded: Scatter.mix(UInt64(truncatingIfNeeded: link.serial))))
      }
    default: links.list("top", isRising: true) { .number(-$0.visits) }
    }
  }

  var totals: JSONValue {
    [
      "total_links": .int(links.count),
      "total_clicks": .int(links.visits),
    ]
  }

  /// A link as creates show it.
  private func row(_ link: SandboxLink) -> JSONObject {
    [
      "keyword": .string(link.slug), "url": .string(link.url),
      "title": link.fields["title"] ?? .null, "date": .string(link.madeAt.databaseText),
      "ip": "127.0.0.1",
    ]
  }

  /// A link as reads show it, which do not name its keyword.
  func shown(_ link: SandboxLink) -> JSONObject {
    [
      "shorturl": .string(Self.site + "/" + link.slug), "url": .string(link.url),
      "title": link.fields["title"] ?? .null, "timestamp": .string(link.madeAt.databaseText),
      "ip": "127.0.0.1", "clicks": .int(link.visits),
    ]
  }
}
