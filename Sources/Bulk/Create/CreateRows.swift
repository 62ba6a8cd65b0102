// Rows that say which links to create.

package import HTTP
package import Providers
package import Records

/// Each row's link as it goes to the provider, refused where the provider is known to refuse it.
package struct CreateRows: RowPlan {
  private var rows: LinkRows
  private let creation: any Creation
  private let assigned: JSONObject
  private var ids: AssignedIDs?
  private let allowsUnknown: Bool
  private let batchSize: Int
  private let words: @Sendable (InvalidLink) -> String
  private var repeats = Repeats()
  private var isCheck = false
  /// What was left out of rows that are links as the provider shows them.
  package private(set) var leftOut: Set<String> = []
  private var counted = 0

  /// Those that were gone past have none.
  package var nameless: Int { counted + rows.passed.count }

  /// `assigned` are the fields that every row is given, and `ids` those of rows that cannot be found again
  /// otherwise; `words` makes half a sentence of what is wrong with
  /// a link, with the nearest known name in it.
  package init(
    _ rows: ObjectRowReader, for provider: any Provider, _ creation: any Creation,
    assigned: JSONObject = JSONObject(), ids: AssignedIDs? = nil, domains: DomainMap = DomainMap(),
    allowsUnknown: Bool, batchSize: Int? = nil,
    words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.batchSize = batchSize ?? .max
    self.rows = LinkRows(rows, creation.fields, at: provider, domains)
    self.assigned = assigned
    self.ids = ids
    self.allowsUnknown = allowsUnknown
    self.words = words
    self.creation = creation
  }

  /// Where not any rows share a request, they are looked over in stretches of this length for those that do.
  package var limit: BatchLimit {
    creation.groupsRows ? BatchLimit(links: 10_000) : creation.limit
  }

  package var isBatchOneRequest: Bool { !creation.groupsRows }

  package func requests(for links: [NewLink]) -> Int {
    guard creation.groupsRows else { return links.isEmpty ? 0 : 1 }
    let limit = creation.limit.atMost(batchSize)
    return Grouping.batches(of: links, at: links.indices, limit, creation.plain).count
  }

  package func bytes(of link: NewLink) -> Int { creation.bytes(of: link) }

  package func plannedRequests(for link: NewLink) -> [HTTPRequest] {
    [creation.request(for: [link])]
  }

  package var rateClass: RateClass? { creation.rateClass }

  package var layout: RowLayout { rows.layout }
  package var notCarried: [String: Int] { rows.notCarried }

  package func identity(of link: NewLink) -> RowIdentity {
    RowIdentity(Fingerprint(of: link.fields.canonicalBytes))
  }

  package mutating func readOn() async throws(InputError) -> Bool { try await rows.readOn() }

  package mutating func beginCheck() {
    isCheck = true
    // What every row is given may clash with what it has.
    if creation.isJudgedByFields, assigned.isEmpty, ids == nil {
      rows.pass(creation.fields.plainCells)
    }
  }

  package var passed: PassedRows { rows.passed }

  package mutating func next() -> Row<NewLink>? {
    guard let row = rows.next() else { return nil }
    return Row(
      number: row.number, line: row.line, id: nil, name: name(of: row), plan: plan(row))
  }

  private func name(of row: ObjectRow) -> String? {
    guard !isCheck, case .object(let fields, _) = row.content else { return nil }
    return creation.name(of: fields)
  }

  private mutating func plan(_ row: ObjectRow) -> Row<NewLink>.Plan {
    switch row.content {
    case .malformed(let fault): return .refuse(Refusal(fault))
    case .object(let fields, _):
      do throws(Refusal) {
        let link = try link(fields.merging(assigned), row: row.number)
        if link.ownName == nil { counted += 1 }
        let names = link.uniqueNames()
        if !names.isEmpty { try repeats.add(names, of: row, in: layout) }
        return .send(link)
      } catch {
        return .refuse(error)
      }
    }
  }

  private mutating func link(_ fields: JSONObject, row: Int) throws(Refusal) -> NewLink {
    var fields = fields
    if let restoration = creation.restoration(of: fields) {
      fields = restoration.fields
      leftOut.formUnion(restoration.leftOut)
    }
    do throws(InvalidLink) {
      let link = try creation.link(fields, row: row, allowingUnknown: allowsUnknown)
      guard link.ownName == nil, let fields = ids?.assign(to: fields) else { return link }
      return try creation.link(fields, row: row, allowingUnknown: allowsUnknown)
    } catch {
      throw Refusal("invalid_link", words(error))
    }
  }
}
