// The links that a ruled stand-in begins with, made from their places when somebody looks. What is found by ID,
// slug or destination is found by undoing what made it, so that no index of them is kept.

/// The seeded links of one provider.
struct RuledSeeds: LinkSeeds {
  let count: Int
  let order: SeedOrder
  let shape: SeedShape
  private let rules: any ProviderRules.Type
  private let options: SandboxOptions

  /// The links that a provider starts with.
  init(of rules: any ProviderRules.Type, _ options: SandboxOptions) {
    count = max(0, options.links)
    shape = options.shape
    order = SeedOrder(count, shape)
    self.rules = rules
    self.options = options
  }

  func id(at place: Int) -> String { SeededID.ruled(place + 1, of: rules.provider) }

  func link(at place: Int) -> SandboxLink {
    let index = place + 1
    var link = rules.link(ofID: id(at: place), number: index, options)
    rules.dress(&link, as: index, of: shape)
    link.visits = shape.clicks(of: index)
    link.serial = serial(at: place)
    link.made = order.time(of: place)
    return link
  }

  /// The serial of any link at a place: those that were added later come after the seeded ones.
  func serial(at place: Int) -> Int { order.rank(of: place) + 1 }

  func place(of id: String) -> Int? {
    SeededID.index(ofRuled: id, at: rules.provider, upTo: count).map { $0 - 1 }
  }

  /// The place of the seeded link that may have had a slug; only the link itself tells.
  func place(ofSlug slug: String) -> Int? { place(ofIndex: rules.seededIndex(ofSlug: slug)) }

  /// The place of the seeded link that may have led to a destination; only the link itself tells.
  func place(to url: String) -> Int? {
    guard url.hasPrefix(SandboxLink.seededURL) else { return nil }
    return place(ofIndex: Int(url.dropFirst(SandboxLink.seededURL.count)))
  }

  private func place(ofIndex index: Int?) -> Int? {
    index.flatMap { $0 >= 1 && $0 <= count ? $0 - 1 : nil }
  }

  /// How often all of them were followed.
  var visits: Int {
    shape.clicks > 0 ? (0..<count).reduce(0) { $0 + shape.clicks(of: $1 + 1) } : 0
  }
}
