// The names of links at Dub: IDs of its own, and external IDs, which any change may set.

import Records

extension DubModification {
  /// Dub's database compares IDs of both kinds without regard to case.
  func naming(of edit: Edit) -> EditNaming {
    let kind: EditNaming.Kind = edit.id.hasPrefix(Dub.externalPrefix) ? .external : .own
    let name = edit.id.text.lowercased()
    guard let value = edit.change["externalId"] else { return EditNaming(kind, name) }
    // A leading `ext_` is no part of an external ID.
    let after = value.string.map { Dub.externalPrefix + DubFields.bare(externalID: $0) }
    return EditNaming(
      kind, name, renames: true, after: after.map { LinkID($0) }, nameAfter: after?.lowercased())
  }
}
