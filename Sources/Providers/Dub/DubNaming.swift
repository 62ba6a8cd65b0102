// The names of links at Dub: IDs of its own, and external IDs, which any change may set.

import Records

extension EditNaming {
  /// Dub's database compares IDs of both kinds without regard to case.
  init(dub id: LinkID, _ change: JSONObject) {
    let kind: Kind = id.hasPrefix(Dub.externalPrefix) ? .external : .own
    let name = id.text.lowercased()
    guard let value = change["externalId"] else {
      self.init(kind, name)
      return
    }
    // A leading `ext_` is no part of an external ID.
    let after = value.string.map { Dub.externalPrefix + DubFields.bare(externalID: $0) }
    self.init(
      kind, name, renames: true, after: after.map { LinkID($0) }, nameAfter: after?.lowercased())
  }
}
