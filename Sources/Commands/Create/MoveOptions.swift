// What goes with links that come from another provider, as it was typed.

import Arguments
import Bulk

/// The options of commands that may create links which were somewhere else before.
struct MoveOptions: Sendable {
  var domains: [DomainMapping] = []
  var redirectMap: String?

  var domainMap: DomainMap { DomainMap(domains.map { ($0.old, $0.new) }) }

  static let options: [OptionSpec<MoveOptions>] = [
    .value(
      "map-domain", "OLD=NEW", expects: "two domains such as old.example=new.example",
      .append(\.domains), "give links of one domain another one",
      discussion: """
        Give rows that name the domain OLD the domain NEW; several times for several domains. Where the \
        provider knows domains by numbers, NEW is one.
        """, parse: DomainMapping.init),
    .file(
      "redirect-map", "FILE", .set(\.redirectMap), "write old and new short URLs to a file",
      discussion: """
        Write the short URL that each row had, of its domain and its slug, and the one that it has now \
        to FILE: CSV with the columns old and new, in the order of the input. The file is put into its place at \
        the end. With {--journal} it holds the links of earlier runs too.
        """),
  ]
}

/// A domain and the one that takes its place.
struct DomainMapping: Sendable, Equatable {
  let old: String
  let new: String

  /// `OLD=NEW`, neither empty.
  init?(_ text: String) {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    old = String(text[..<equals])
    new = String(text[text.index(after: equals)...])
    if old.isEmpty || new.isEmpty { return nil }
  }
}
