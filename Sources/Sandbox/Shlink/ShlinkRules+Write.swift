// What Shlink makes of a body before it keeps it: slugs, tags, titles and moments are rewritten without a word (from
// the server's source, 5.1.5).

import HTTP
import Records

extension ShlinkRules {
  mutating func create(_ body: JSONObject, at now: Timestamp) throws(Refusal) -> SandboxLink {
    guard body["longUrl"]?.string != nil else { throw invalid("longUrl") }
    let slug = try segment(of: body, "customSlug")
    let prefix = try segment(of: body, "pathPrefix") ?? ""
    let domain = Self.inner(body["domain"]?.string)
    var link = SandboxLink(id: "", domain: domain, slug: "", url: "")
    try fill(&link, body)
    if body["findIfExists"] == true, let old = match(for: link, slug) { return old }
    let length = body["shortCodeLength"]?.int64.map { Int(clamping: $0) } ?? 5
    link.slug = prefix + (slug ?? freeCode(at: domain, length: length))
    link.id = domain.isEmpty ? link.slug : domain + "/" + link.slug
    guard links.link(at: domain, link.slug) == nil else {
      throw problem(
        400, "non-unique-slug", "Invalid custom slug",
        "Provided slug \"\(link.slug)\" is already in use\(Self.suffix(domain)).",
        beside: ["customSlug": .string(link.slug)], domain: domain)
    }
    return links.create(link, at: now)
  }

  /// A change touches what it names; code and domain are not among what can be changed, and passed over.
  mutating func update(
    _ old: SandboxLink, _ body: JSONObject, at now: Timestamp
  ) throws(Refusal) -> SandboxLink {
    var link = old
    try fill(&link, body)
    return links.replace(old, with: link, at: now)
  }

  /// The oldest link that is as asked.
  ///
  /// What was not asked for is not compared, the domain included: a body without one finds links at any.
  private func match(for asked: SandboxLink, _ slug: String?) -> SandboxLink? {
    links.links(to: asked.url).first { link in
      (slug == nil || link.slug == slug) && (asked.domain.isEmpty || link.domain == asked.domain)
        && ["maxVisits", "validSince", "validUntil"].allSatisfy { name in
          asked.fields[name] == nil || link.fields[name] == asked.fields[name]
        }
        && (asked.texts("tags").isEmpty
          || Set(link.texts("tags")) == Set(asked.texts("tags")))
    }
  }

  /// Writes the fields of a body into a link, each as the server keeps it.
  private func fill(_ link: inout SandboxLink, _ body: JSONObject) throws(Refusal) {
    for field in body.members {
      guard Self.isTaken(field.name, field.value) else { throw invalid(field.name) }
      switch field.name {
      case "longUrl": if let url = field.value.string { link.url = Self.trimmed(url) }
      case "title":
        link.set("title", .text(field.value.string.map { String(Self.trimmed($0).prefix(512)) }))
      case "validSince", "validUntil":
        let time = field.value.string.flatMap { ISODate.milliseconds($0) }
        let text = time.map { Timestamp(microseconds: $0 * 1000).isoSeconds("+00:00") }
        link.set(field.name, .text(text))
      case "tags": if let tags = field.value.array { link.set("tags", .array(Self.normal(tags))) }
      case "maxVisits": link.set("maxVisits", field.value)
      case "crawlable", "forwardQuery":
        if field.value != .null { link.set(field.name, field.value) }
      default: break
      }
    }
  }

  /// Whether a field may have its value; null is none for all of them.
  private static func isTaken(_ name: String, _ value: JSONValue) -> Bool {
    if value == .null { return true }
    return switch name {
    case "longUrl":
      value.string.map { trimmed($0) }.flatMap { $0.wholeMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:\S+/) }
        != nil
    case "validSince", "validUntil": value.string.flatMap { ISODate.milliseconds($0) } != nil
    case "maxVisits": value.int64.map { $0 > 0 } ?? false
    case "shortCodeLength": value.int64.map { $0 >= 4 } ?? false
    case "tags": value.array?.allSatisfy { $0.string != nil } ?? false
    case "findIfExists", "crawlable", "forwardQuery": value.bool != nil
    case "domain": value.string.flatMap { $0.wholeMatch(of: /[A-Za-z0-9.\-]+(?::\d{1,5})?/) } != nil
    case "title", "customSlug", "pathPrefix": value.string != nil
    default: true
    }
  }

  /// A slug with blanks as hyphens, and slashes too where it may have one segment alone.
  private func segment(of body: JSONObject, _ name: String) throws(Refusal) -> String? {
    guard let value = body[name], value != .null else { return nil }
    guard var slug = value.string, !slug.isEmpty else { throw invalid(name) }
    slug.replace(" ", with: "-")
    if options.mode == .loose { slug = slug.lowercased() }
    if !options.allowsSegments { slug.replace("/", with: "-") }
    while options.allowsSegments, slug.hasPrefix("/") { slug.removeFirst() }
    while options.allowsSegments, slug.hasSuffix("/") { slug.removeLast() }
    guard !slug.contains(where: { ":?#[]@".contains($0) }) else { throw invalid(name) }
    return slug
  }

  /// Tags in lower case, blanks inside them as hyphens, each once.
  private static func normal(_ tags: [JSONValue]) -> [JSONValue] {
    var seen: Set<String> = []
    return tags.compactMap(\.string).map {
      trimmed($0).lowercased().split(separator: " ").joined(separator: "-")
    }.filter { seen.insert($0).inserted }.map(JSONValue.string)
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
