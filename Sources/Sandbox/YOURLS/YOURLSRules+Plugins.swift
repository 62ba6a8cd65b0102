// What plugins add to YOURLS: delete, edit, list and save (yourls-observed, section 5). They say less than is true,
// and sometimes more.

import Records

extension YOURLSRules {
  /// Repeated at once, a delete may be a 500 although the link is gone (observed: 19 of 300).
  mutating func delete(_ form: YOURLSForm, _ others: Int) -> YOURLSAnswer {
    guard let name = form[options.deleteParameter.rawValue], !name.isEmpty else {
      return .plugin(400, "error: missing param")
    }
    let keyword = Self.keyword(ofShort: name) ?? name
    if links.remove(keyword) != nil { return .plugin(200, "success: deleted") }
    let isLate = links.serial(of: keyword) != nil && clashes(1, of: 16, others)
    return isLate ? .plugin(500, "error: unknown error") : .plugin(404, "error: not found")
  }

  /// A 200 is no proof: it comes for a URL that cannot be stored too.
  ///
  /// A title that is left out is erased.
  mutating func update(_ form: YOURLSForm, at now: Timestamp) -> YOURLSAnswer {
    guard let url = form["url"] else { return .plugin(400, "error: missing param") }
    guard let old = named(form) else { return missing(form["shorturl"] ?? "") }
    guard url.utf8.count <= 65_535 else { return .broken }
    let stored = YOURLSText.url(url)
    if !YOURLSText.isNone(stored), isFree(stored, besides: old) {
      var link = old
      link.url = stored
      retitle(&link, form["title"], of: old)
      _ = links.replace(old, with: link, at: now)
    }
    return .plugin(200, "success: updated")
  }

  /// A whole short URL as the old keyword is a 200 that changes nothing.
  mutating func changeKeyword(_ form: YOURLSForm, at now: Timestamp) -> YOURLSAnswer {
    let name = form["oldshorturl"] ?? ""
    if let keyword = Self.keyword(ofShort: name), links[keyword] != nil {
      return .plugin(200, "success: updated")
    }
    guard let old = links[name] else { return missing(name) }
    let keyword = YOURLSText.keyword(form["newshorturl"] ?? "", options.charset)
    guard isFree(keyword) else { return .plugin(409, "error: already exists", ["status": "fail"]) }
    var link = old
    (link.id, link.slug) = (keyword, keyword)
    retitle(&link, form["title"], of: old)
    _ = links.replace(old, with: link, at: now)
    return .plugin(200, "success: updated")
  }

  /// `action=geturl`: what is not found is a 500.
  func find(_ form: YOURLSForm) -> YOURLSAnswer {
    guard let link = links.links(to: YOURLSText.url(form["url"] ?? "")).first else {
      return .plugin(500, "error: not found", ["status": "fail", "keyword": ""])
    }
    return .plugin(200, "success: found", ["keyword": .string(link.slug)])
  }

  /// `action=save_by_keyword`: it names the keyword that was asked for, not the one that was made.
  mutating func save(_ form: YOURLSForm, at now: Timestamp) -> YOURLSAnswer {
    let asked = form["keyword"] ?? ""
    let keyword = YOURLSText.keyword(asked, options.charset)
    let url = YOURLSText.url(form["url"] ?? "")
    guard !keyword.isEmpty, !YOURLSText.isNone(url) else {
      return .plugin(400, "error: missing param", ["status": "fail"])
    }
    let title = YOURLSText.title(form["title"] ?? "")
    guard let old = links[keyword] else {
      guard isFree(keyword), isFree(url, besides: nil) else {
        return saved("400", "fail", "\(url) already exists in database", asked)
      }
      _ = add(url, keyword: keyword, title: title, at: now)
      return saved("200", "success", "\(url) added to database", asked)
    }
    guard isFree(url, besides: old) else {
      return saved("400", "fail", "URL or keyword already exists in database", asked)
    }
    if old.url == url, old.fields["title"] == .string(title) {
      return saved(200, "success", "The keyword already exists with same title and long URL", asked)
    }
    var link = old
    link.url = url
    link.set("title", .string(title))
    _ = links.replace(old, with: link, at: now)
    return saved(200, "success", "Link updated in database", asked)
  }

  /// `action=list`: the one list that names keywords and has a stable order.
  mutating func pluginList(_ form: YOURLSForm) -> YOURLSAnswer {
    let size = form.number("perpage") ?? 50
    let sort = form["sortby"] ?? "timestamp"
    // `click` is a name that the plugin itself allows, but no column.
    guard size >= 0, sort != "click" else { return .broken }
    let start = max(0, form.number("offset") ?? 0)
    let isRising = form["sortorder"]?.lowercased() == "asc"
    let part = form["query"] ?? ""
    let key: SortKey.Maker? = if sort == "keyword" { { .text($0.slug) } } else { nil }
    let isFound: LinkView.Filter? =
      if part.isEmpty { nil } else { { $0.slug.contains(part) } }
    let all = links.list(
      (key == nil ? "time" : "keyword") + part, isRising: isRising, by: key, where: isFound)
    let fields = Set(form.all("fields[]"))
    let page = all.links(from: start, count: size)
    links.gave(page)
    let rows = page.map { link in
      JSONObject(listed(link).members.filter { fields.isEmpty || fields.contains($0.name) })
    }
    return .plugin(
      200, "success",
      [
        "result": .array(rows.map(JSONValue.object)), "total": .int(all.count),
        "offset": .int(start), "perpage": .int(size),
      ])
  }

  /// `action=shlink-list`: the whole table in one answer.
  func everything() -> YOURLSAnswer {
    YOURLSAnswer(200, ["result": .array(links.next(.max).map { .object(listed($0)) })])
  }

  private func listed(_ link: SandboxLink) -> JSONObject {
    JSONObject(
      [JSONObject.Member("keyword", .string(link.slug))] + shown(link).without(["shorturl"]).members
    )
  }

  /// Whether a destination can be had, at a site where one is one link's.
  private func isFree(_ url: String, besides link: SandboxLink?) -> Bool {
    !options.hasUniqueURLs || links.links(to: url).allSatisfy { $0.id == link?.id }
  }

  private func retitle(_ link: inout SandboxLink, _ title: String?, of old: SandboxLink) {
    switch title {
    case "keep": link.set("title", old.fields["title"])
    case "auto": link.set("title", .string(link.url))
    default: link.set("title", .string(YOURLSText.title(title ?? "")))
    }
  }

  /// The edit plugin's 404, with a blank in a name.
  private func missing(_ keyword: String) -> YOURLSAnswer {
    .plugin(
      404, "error: not found",
      ["status": "fail", "simple ": .string("Error: keyword \(keyword) not found")])
  }

  private func saved(
    _ status: JSONValue, _ word: String, _ message: String, _ keyword: String
  ) -> YOURLSAnswer {
    YOURLSAnswer(
      status == "400" ? 400 : 200,
      [
        "statusCode": status, "status": .string(word),
        "shorturl": .string(Self.site + "/" + keyword), "message": .string(message),
        "keyword": .string(keyword),
      ])
  }
}
