// A link to create, as it goes to the provider for one row, and what names it.

package import Records

/// A link to create: what is sent for one row.
package struct NewLink: Sendable {
  /// The row's place in the input.
  ///
  /// Two rows are two links, however equal they are.
  package let row: Int
  /// The object as it is sent.
  package let fields: JSONObject
  /// The same as it is written, once for its size and its request.
  package let json: [UInt8]
  /// Domain and key, where the row gives a key, in the form in which the provider compares them.
  package let key: LinkKey?
  /// The user's own ID for the link, unique in the workspace.
  package let externalID: String?

  package init(row: Int, fields: JSONObject, key: LinkKey? = nil, externalID: String? = nil) {
    self.row = row
    self.fields = fields
    self.key = key
    self.externalID = externalID
    json = JSONValue.object(fields).bytes
  }

  /// A link that is named by the fields of a table that mean a name, as they stand there.
  package init(row: Int, fields: JSONObject, in table: FieldTable) {
    let domain = table.domain.flatMap { fields[$0] }
    self.init(
      row: row, fields: fields,
      key: table.key.flatMap { fields[$0]?.string }.map {
        LinkKey(domain: domain?.textOrNumber, key: $0)
      },
      externalID: table.externalID.flatMap { fields[$0]?.string })
  }

  /// By what it can be looked for once it may have been made, `nil` where it has no name of its own.
  package var ownName: MatchKey? { externalID != nil ? .externalID : key != nil ? .key : nil }
}

/// What makes a short link unique.
///
/// Two are equal when the provider takes them for one, however they are written.
package struct LinkKey: Sendable, Hashable {
  /// `nil` where the provider chooses its default.
  package let domain: String?
  package let key: String
  /// The key as it was sent: the provider refuses a request that has it twice.
  package let exact: String

  package init(domain: String? = nil, key: String, exact: String? = nil) {
    self.domain = domain
    self.key = key
    self.exact = exact ?? key
  }

  package static func == (left: LinkKey, right: LinkKey) -> Bool {
    left.key == right.key && left.domain == right.domain
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(domain)
    hasher.combine(key)
  }
}

/// A link as a provider shows it, turned back into one that can be created.
package struct Restoration: Sendable, Equatable {
  package let fields: JSONObject
  /// The members that the provider sets itself, or does not take back, by their names.
  package let leftOut: [String]

  /// Keeps the members that a create takes and that hold something; `carried` are those that go under other
  /// names, as `added`, whose own names are no others'.
  package init(
    _ shown: JSONObject, _ table: FieldTable, carrying carried: Set<String> = [],
    as added: [JSONObject.Member] = []
  ) {
    let carried = carried.union(added.map(\.name))
    let holding = shown.members.filter { $0.value != .null && $0.value != [] }
    let taken = holding.filter { table.knows($0.name) && !carried.contains($0.name) }
    fields = JSONObject(taken + added)
    leftOut = holding.filter { $0.value != false && $0.value != 0 }.map(\.name).filter { name in
      !carried.contains(name) && !taken.contains { $0.name == name }
    }
  }
}
