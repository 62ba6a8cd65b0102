// What a link object of a provider says of itself, in words that all providers share. Nobody else looks into the
// objects for it.

package import Records

/// A link as far as results name it.
package struct ShownLink: Sendable, Equatable {
  /// The ID, as rows write it.
  package var id: String?
  /// The short URL.
  package var shortLink: String?

  package init(id: String? = nil, shortLink: String? = nil) {
    self.id = id
    self.shortLink = shortLink
  }

  /// Of a link whose short URL is the first of some members that is there.
  init(_ link: JSONObject, shortLinkIn names: [String]) {
    id = link["id"]?.string ?? link["id"]?.number?.text
    shortLink = names.lazy.compactMap { link[$0]?.string }.first
  }
}

extension Creation {
  /// What names the link of a row in a result that shows no ID: its key, its external ID, or its destination.
  package func name(of row: JSONObject) -> String? {
    for field in namingFields {
      guard let value = row[field] else { continue }
      let text = value.string ?? value.number?.text ?? ""
      if !text.isEmpty { return text }
    }
    return nil
  }
}
