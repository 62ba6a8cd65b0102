// What becomes of an external ID that is made up for a row.

import Records

extension Creation {
  /// The external ID by which a link is known that is given this one, which may be another; `nil` where links have
  /// none.
  ///
  /// Refused where no link may have it.
  package func known(externalID id: String) throws(InvalidLink) -> String? {
    guard let field = fields.externalID else { return nil }
    let required = fields.fields.filter { $0.isRequired && $0.name != field }
    let members = required.map { JSONObject.Member($0.name, $0.sample) }
    return try link(
      JSONObject(members + [JSONObject.Member(field, .string(id))]), row: 1, allowingUnknown: false
    ).externalID
  }
}
