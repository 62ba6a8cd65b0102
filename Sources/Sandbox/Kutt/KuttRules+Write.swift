// Kutt's creates and changes. What counts as empty is left out, so nothing can be cleared, but for a password, which
// goes where it is not given again (others-2.md, section 6; the server's validators, 3.2.3).

import HTTP
import Records

extension KuttRules {
  mutating func create(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let isAnonymous = call.request.headers["X-API-KEY"] != SandboxKey.full(.kutt)
    let fields = try KuttFields(call.object ?? [:], options.domains, isNew: true, at: now)
    guard let target = fields.target else { throw Self.error("Target is missing.", 400) }
    guard !isAnonymous || !fields.needsUser else {
      throw Self.error("Only users can use this field.", 400)
    }
    let domain = fields.domain ?? ""
    // The slug that was asked for is forgotten where a link is reused.
    if fields.isReusing, let old = links.links(to: target).first(where: { $0.domain == domain }) {
      return .json(.object(shown(old)))
    }
    if let slug = fields.slug, let old = links.link(at: domain, slug), !loses(to: old, call) {
      throw Self.error("Custom URL is already in use.")
    }
    var link = SandboxLink(
      id: nextID, domain: domain, slug: fields.slug ?? freeSlug(at: domain), url: target)
    link.isForeign = isAnonymous
    fields.write(to: &link)
    let made = links.create(link, at: now)
    // What was not given is not in this answer.
    let shown = domain.isEmpty ? shown(made).without(["domain"]) : shown(made)
    return .json(.object(shown), status: 201)
  }

  /// Whether a create does not see the link that has its slug.
  private func loses(to link: SandboxLink, _ call: Call) -> Bool {
    guard link.serial == links.lastSerial else { return false }
    return options.races == .always || options.races == .inFlight && call.othersInFlight > 0
  }

  mutating func update(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let id = try id(in: call)
    let object = call.object ?? [:]
    let fields = try KuttFields(object, options.domains, isNew: false, at: now)
    guard let old = links[id] else { throw Self.error("Link was not found.") }
    var link = old
    if let target = fields.target { link.url = target }
    if let slug = fields.slug { link.slug = slug }
    fields.write(to: &link)
    // A password of dots is one that a page shows in place of the real one: it stays. None at all goes.
    let password = object["password"]?.string ?? ""
    let isMasked = !password.isEmpty && password.allSatisfy { $0 == "•" }
    if password.isEmpty || isMasked {
      link.set("password", isMasked ? old.fields["password"] : nil)
    }
    let isChanged = link != old || !password.isEmpty && !isMasked
    guard isChanged else { throw Self.error("Should at least update one field.") }
    if link.slug != old.slug, links.link(at: link.domain, link.slug) != nil {
      throw Self.error("Custom URL is already in use.")
    }
    return .json(.object(shown(links.replace(old, with: link, at: now))))
  }
}

/// The fields of a body, checked in the order in which the server does; only the first complaint is told.
struct KuttFields {
  private(set) var target: String?
  private(set) var slug: String?
  private(set) var domain: String?
  private(set) var isReusing = false
  /// Whether there is a field that only a user may give.
  private(set) var needsUser = false
  private var password: String?
  private var description: String?
  private var expiry: Timestamp?

  init(
    _ object: JSONObject, _ domains: [String], isNew: Bool, at now: Timestamp
  ) throws(Refusal) {
    if let text = try Self.text(object, "target") {
      target = try Self.target(text)
    } else if isNew {
      throw KuttRules.error("Target is missing.", 400)
    }
    password = try Self.text(
      object, "password", 3...64, "Password length must be between 3 and 64.")
    slug = try Self.text(
      object, isNew ? "customurl" : "address", 1...64, "Custom URL length must be between 1 and 64."
    )
    if let slug { try Self.check(slug) }
    if let value = object["reuse"], value != .null {
      guard let reuse = value.bool ?? value.string.flatMap({ Bool($0) }) else {
        throw KuttRules.error("Reuse must be boolean.", 400)
      }
      isReusing = reuse
    }
    description = try Self.text(
      object, "description", 1...2040, "Description length must be between 1 and 2040.")
    if let text = try Self.text(object, "expire_in") { expiry = try Self.expiry(text, at: now) }
    if isNew, let text = try Self.text(object, "domain"), text != KuttOptions.defaultDomain {
      guard domains.contains(text.lowercased()) else {
        throw KuttRules.error("You can't use this domain.", 400)
      }
      domain = text.lowercased()
    }
    needsUser = password != nil || slug != nil || isReusing || domain != nil
  }

  /// Writes what is there; an expiry that differs by less than a minute counts as the same.
  func write(to link: inout SandboxLink) {
    if let password { link.set("password", .string(password)) }
    if let description { link.set("description", .string(description)) }
    guard let expiry else { return }
    let old = link.fields["expire_in"]?.string.flatMap { ISODate.milliseconds($0) }
    if let old, abs(expiry.milliseconds - old) < 60_000 { return }
    link.set("expire_in", .string(expiry.iso))
  }

  /// A text without blanks around it, but for a password; `nil` for what counts as nothing.
  private static func text(
    _ object: JSONObject, _ name: String, _ range: ClosedRange<Int> = 1...Int.max,
    _ complaint: String = ""
  ) throws(Refusal) -> String? {
    let value = object[name] ?? .null
    if value == .null || value == "" || value == false || value == 0 { return nil }
    guard let text = value.string else { throw KuttRules.error("Invalid value", 400) }
    let isBlank: (Character) -> Bool = { $0.isWhitespace && name != "password" }
    let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard range.contains(trimmed.count) else { throw KuttRules.error(complaint, 400) }
    return String(trimmed)
  }

  /// The target as it is kept: with `http://` before it where there is no scheme.
  private static func target(_ text: String) throws(Refusal) -> String {
    guard text.utf16.count <= 2040 else {
      throw KuttRules.error("Maximum URL length is 2040.", 400)
    }
    let hasScheme = text.prefixMatch(of: /\w+:|\/\//) != nil
    let target = hasScheme ? text : "http://" + text
    let isWeb = target.prefixMatch(of: /(?i)(?:https?:|ftp:)?\/\//) != nil
    let isSound = target.wholeMatch(
      of:
        /(?i)(?:(?:https?|ftp):)?\/\/(?:\S+@)?(?:[^\s\/?#:@.]+\.)+[^\s\/?#:@.]{2,}\.?(?::\d{2,5})?(?:[\/?#]\S*)?/
    )
    guard isWeb ? isSound != nil : hasScheme else {
      throw KuttRules.error("URL is not valid.", 400)
    }
    guard WebURL(target)?.host != KuttOptions.defaultDomain else {
      throw KuttRules.error("\(KuttOptions.defaultDomain) URLs are not allowed.", 400)
    }
    return target
  }

  private static func check(_ slug: String) throws(Refusal) {
    guard slug.wholeMatch(of: /[a-zA-Z0-9\-_]+/) != nil else {
      throw KuttRules.error("Custom URL is not valid.", 400)
    }
    guard !["login", "logout", "settings", "admin", "stats", "api", "static"].contains(slug) else {
      throw KuttRules.error("You can't use this custom URL.", 400)
    }
  }

  /// When a span such as `2 days` ends.
  private static func expiry(_ text: String, at now: Timestamp) throws(Refusal) -> Timestamp {
    let units: [(names: Set<String>, seconds: Double)] = [
      (["", "ms"], 0.001), (["s", "sec", "secs", "second", "seconds"], 1),
      (["m", "min", "mins", "minute", "minutes"], 60), (["h", "hr", "hrs", "hour", "hours"], 3600),
      (["d", "day", "days"], 86_400), (["w", "week", "weeks"], 604_800),
      (["y", "yr", "yrs", "year", "years"], 31_557_600),
    ]
    let parts = text.lowercased().wholeMatch(of: /(-?\d{0,9}\.?\d{1,9}) *([a-z]*)/)?.output
    let unit = units.first { $0.names.contains(String(parts?.2 ?? "?")) }
    guard let parts, let unit, let number = Double(parts.1), number != 0 else {
      throw KuttRules.error("Expire format is invalid. Valid examples: 1m, 8h, 42 days.", 400)
    }
    let seconds = number * unit.seconds
    guard seconds >= 60 else {
      throw KuttRules.error("Expire time should be more than 1 minute.", 400)
    }
    // The year 9999 is as late as a date can be written.
    let time = Double(now.seconds) + min(seconds, 200_000_000_000)
    return Timestamp(seconds: Int64(time))
  }
}
