// Where links stand that were changed or added, by domain and slug and by destination. Several may share either.

/// The places of links by what requests name beside IDs.
struct LinkIndex: Sendable {
  /// The domains at which slugs are compared without regard to case.
  private let foldedDomains: Set<String>
  private var bySlug: [String: [Int]] = [:]
  private var byURL: [String: [Int]] = [:]

  init(foldedDomains: Set<String>) {
    self.foldedDomains = foldedDomains
  }

  /// The places of the links at a domain and slug.
  func places(at domain: String, _ slug: String) -> [Int] { bySlug[key(domain, slug)] ?? [] }

  /// The places of the links to a destination.
  func places(to url: String) -> [Int] { byURL[url] ?? [] }

  /// A slug as it is compared.
  func folded(_ slug: String, at domain: String) -> String {
    foldedDomains.contains(domain) ? slug.lowercased() : slug
  }

  mutating func insert(_ link: SandboxLink, at place: Int) {
    bySlug[key(link.domain, link.slug), default: []].append(place)
    byURL[link.url, default: []].append(place)
  }

  mutating func remove(_ link: SandboxLink, at place: Int) {
    Self.take(place, from: &bySlug, key(link.domain, link.slug))
    Self.take(place, from: &byURL, link.url)
  }

  private func key(_ domain: String, _ slug: String) -> String {
    domain + "/" + folded(slug, at: domain)
  }

  private static func take(_ place: Int, from index: inout [String: [Int]], _ key: String) {
    index[key]?.removeAll { $0 == place }
    if index[key]?.isEmpty ?? false { index[key] = nil }
  }
}
