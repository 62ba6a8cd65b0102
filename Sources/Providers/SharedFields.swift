// Fields that are given once for all rows: what every row would be refused for is found without a row.

package import Records

extension Modification {
  /// Why every link is refused this change.
  package func fault(inAllLinksWith change: JSONObject, allowingUnknown: Bool) -> InvalidLink? {
    do throws(InvalidLink) {
      _ = try edit(LinkID(""), change, allowingUnknown: allowingUnknown)
      return nil
    } catch {
      return error
    }
  }
}

extension Creation {
  /// Why every link that is given these fields is refused, whatever else its row holds; `nil` where that
  /// depends on the row.
  package func fault(inAllLinksWith given: JSONObject, allowingUnknown: Bool) -> InvalidLink? {
    let fault = given.fault { () throws(InvalidLink) in
      try link(given.filled(fields.fields.filter(\.isRequired)), allowingUnknown)
    }
    // A field may ask for another one, which the rows can have.
    let stays = given.fault { () throws(InvalidLink) in
      try link(given.filled(fields.fields), allowingUnknown)
    }
    return stays == nil ? nil : fault
  }

  fileprivate func link(
    _ fields: JSONObject, _ allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    try link(fields, row: 1, allowingUnknown: allowingUnknown)
  }
}

extension UpsertMeans {
  /// The same for rows that name links which may be there already.
  package func fault(
    inAllWith given: JSONObject, by match: MatchKey, allowingUnknown: Bool
  ) -> InvalidLink? {
    let fault = creation.fault(inAllLinksWith: given, allowingUnknown: allowingUnknown)
    return fault
      ?? given.fault { () throws(InvalidLink) in
        let required = creation.fields.fields.filter(\.isRequired)
        let link = try creation.link(given.filled(required), allowingUnknown)
        _ = try creation.name(of: link, by: match)
        return link
      }
  }
}

extension JSONObject {
  /// The object with fields that it lacks, which are taken to be right.
  fileprivate func filled(_ fields: [Field]) -> JSONObject {
    let missing = fields.filter { self[$0.name] == nil && !$0.name.contains(".") }
    return JSONObject(members + missing.map { Member($0.name, $0.sample) })
  }

  /// What is said to be wrong with a link, where that is one of these fields.
  fileprivate func fault(_ link: () throws(InvalidLink) -> NewLink) -> InvalidLink? {
    do throws(InvalidLink) {
      _ = try link()
      return nil
    } catch {
      switch error {
      case .unknownFields: return error
      case .badValue(let field, _):
        return self[String(field.prefix { $0 != "." })] == nil ? nil : error
      case .missingField, .nothingToChange: return nil
      }
    }
  }
}
