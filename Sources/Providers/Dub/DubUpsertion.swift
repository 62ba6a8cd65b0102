// Changing or creating at Dub: links are found by external ID or by domain and key; only a match by URL is
// Dub's own upsert.

import Records

/// How rows are matched with links at Dub.
///
/// A link is looked for before it is created, although a create would name the links that are there: it
/// counts every row against the quota, those that exist too.
struct DubUpsertion: Upsertion {
  let matches = MatchKey.allCases
  let way = "a look-up a row first; --match url by its own upsert"

  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String] {
    switch match {
    case .id: return []
    case .externalID:
      guard let id = link.externalID else { throw .missingField("externalId") }
      return [id.lowercased()]
    case .key:
      guard let key = link.key else { throw .missingField("key") }
      // The link could not be looked for: which domain is the workspace's own is not known.
      guard let domain = key.domain else { throw .missingField("domain") }
      return [domain, key.key]
    case .url:
      try checkParameters(of: link.fields)
      return [DubFields.asParsed(url: link.fields["url"]?.string ?? "").lowercased()]
    }
  }

  /// The upsert compares URLs before the parameters are merged into one or taken out of it, so that a row
  /// with such fields never finds the link that it has made, and would make another each time
  /// (`upsert/route.ts`).
  private func checkParameters(of row: JSONObject) throws(InvalidLink) {
    for name in DubFields.parameters where row[name] != nil {
      throw .badValue(
        field: name,
        reason: "cannot be given with --match url, since Dub would never find the link again;"
          + " write it into the url")
    }
  }

  /// Two rows could name one link without anyone seeing it.
  func fault(of id: LinkID) -> InvalidID? {
    guard id.hasPrefix(Dub.externalPrefix) else { return nil }
    return InvalidID("is an external ID, which --match external-id finds by the field externalId")
  }

  func call(for match: MatchKey) -> (any UpsertCall)? { match == .url ? DubUpsertCall() : nil }

  func change(of link: JSONObject, to row: JSONObject) -> JSONObject {
    // What makes up a URL goes together: Dub merges the parameters that it has into a new one.
    let destination = ["url"] + DubFields.parameters
    let tags = DubFields.tagFields
    let isLedElsewhere = !DubFields.leads(link, asIn: row)
    let isTaggedOtherwise = tags.contains { row[$0] != nil } && !DubFields.isTagged(link, asIn: row)
    return JSONObject(
      row.members.filter { field in
        if destination.contains(field.name) { return isLedElsewhere }
        if tags.contains(field.name) { return isTaggedOtherwise }
        // An empty key is none, and a link cannot lose its key.
        if field.name == "key", field.value == "" { return false }
        return !DubFields.holds(link[field.name] ?? .null, field)
      })
  }

  func shownName(of field: String) -> String {
    if DubFields.tagFields.contains(field) { return "tags" }
    return field == "ref" ? "url" : field
  }
}
