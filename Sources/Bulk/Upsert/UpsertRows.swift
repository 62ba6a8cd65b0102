// Rows that name a link and say what it is to be.

package import HTTP
package import Providers
package import Records

/// Each row with the way it goes, refused where the provider is known to refuse it, and where two rows name
/// one link.
package struct UpsertRows: RowPlan {
  private var rows: LinkRows
  private let means: UpsertMeans
  private let match: MatchKey
  private let assigned: JSONObject
  private let allowsUnknown: Bool
  private let words: @Sendable (InvalidLink) -> String
  private let batchSize: Int
  private var repeats = Repeats()
  private var isCheck = false

  /// `assigned` are the fields that every row is given, and `batchSize` is the user's.
  package init(
    _ rows: ObjectRowReader, by means: UpsertMeans, match: MatchKey, assigned: JSONObject,
    domains: DomainMap = DomainMap(), allowsUnknown: Bool, batchSize: Int?,
    words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.rows = LinkRows(rows, means.creation.fields, at: means.provider, domains)
    self.means = means
    self.match = match
    self.assigned = assigned
    self.allowsUnknown = allowsUnknown
    self.batchSize = batchSize ?? .max
    self.words = words
  }

  /// Rows are looked up in stretches of this length, then changed and created in requests as full as they
  /// get.
  package var limit: BatchLimit {
    switch match {
    case .id: BatchLimit(links: means.modification.limit.links == 1 ? 200 : 10_000)
    case .url where means.upsertion.call(for: .url) != nil: BatchLimit(links: 200)
    default: BatchLimit(links: 1_000)
    }
  }

  package func bytes(of upsert: Upsert) -> Int { 0 }

  /// What is sent first; where it is a search, what is sent where it finds nothing.
  package func plannedRequests(for upsert: Upsert) -> [HTTPRequest] {
    switch upsert {
    case .change(let edit): return [means.modification.request(for: [edit])]
    case .create(let link): return [means.creation.request(for: [link])]
    case .call(let link):
      return means.upsertion.call(for: match).map { [$0.request(for: [link])] } ?? []
    case .find(let link):
      let search = means.provider.reading.search(for: link, by: match, domain: nil)
      return [search, means.creation.request(for: [link])].compactMap(\.self)
    }
  }

  /// At least: the links that are looked for may all be as asked.
  package func requests(for upserts: [Upsert]) -> Int {
    let work = UpsertWork(upserts)
    let edits = min(means.modification.limit.links, batchSize)
    let links = work.creates.map(\.link)
    let creates = Grouping.batches(
      of: links, at: links.indices, means.creation.limit.atMost(batchSize),
      means.creation.plain)
    return EditGroups.requests(for: work.edits.map(\.edit), most: edits, at: means.modification)
      + creates.count
      + (isWalked ? 0 : work.sought.count) + work.calls.count
  }

  /// One walk shows the links of all rows.
  package var requestsBeforehand: Int { isWalked ? means.provider.reading.walkRequests : 0 }

  private var isWalked: Bool { match == .key && means.provider.reading.walksForKeys }

  package func identity(of upsert: Upsert) -> RowIdentity {
    switch upsert {
    case .change(let edit):
      RowIdentity(
        Fingerprint(of: edit.id.text.utf8, edit.change.canonicalBytes),
        subject: RowSubject(kind: 1, [edit.id.text]))
    case .create(let link): RowIdentity(Fingerprint(of: link.fields.canonicalBytes))
    case .find(let link), .call(let link):
      RowIdentity(
        Fingerprint(of: link.fields.canonicalBytes),
        subject: (try? means.creation.name(of: link, by: match)).map {
          RowSubject(kind: 1, $0)
        })
    }
  }

  package var layout: RowLayout { rows.layout }
  package var notCarried: [String: Int] { rows.notCarried }

  package mutating func readOn() async throws(InputError) -> Bool { try await rows.readOn() }

  package mutating func beginCheck() { isCheck = true }

  package mutating func next() -> Row<Upsert>? {
    guard let row = rows.next() else { return nil }
    let (number, line) = (row.number, row.line)
    switch row.content {
    case .malformed(let fault):
      return Row(number: number, line: line, id: nil, plan: .refuse(Refusal(fault)))
    case .object(let fields, let id):
      let name = isCheck ? nil : means.creation.name(of: fields)
      return Row(
        number: number, line: line, id: id, name: name,
        plan: plan(row, fields.merging(assigned), id))
    }
  }

  private mutating func plan(
    _ row: ObjectRow, _ fields: JSONObject, _ id: String?
  ) -> Row<Upsert>.Plan {
    do throws(Refusal) {
      guard let id else { return .send(try upsert(fields, of: row)) }
      return .send(try change(id, fields, of: row))
    } catch {
      return .refuse(error)
    }
  }

  /// A row without an ID: a link that may have to be made.
  private mutating func upsert(
    _ fields: JSONObject, of row: ObjectRow
  ) throws(Refusal) -> Upsert {
    let link: NewLink
    let name: [String]
    do throws(InvalidLink) {
      link = try means.creation.link(fields, row: row.number, allowingUnknown: allowsUnknown)
      name = try means.creation.name(of: link, by: match)
    } catch {
      throw Refusal("invalid_link", words(error))
    }
    let own = name.isEmpty ? [] : [Self.sought(name)]
    try repeats.add(own + link.uniqueNames(besides: match), of: row, in: layout)
    if match == .id { return .create(link) }
    let isCalled = means.upsertion.call(for: match) != nil
    return isCalled ? .call(link) : .find(link)
  }

  /// A row with an ID: nobody can choose the ID of a new link, so it is a change.
  private mutating func change(
    _ text: String, _ fields: JSONObject, of row: ObjectRow
  ) throws(Refusal) -> Upsert {
    let id: LinkID
    do throws(InvalidID) {
      id = try means.ownID(text)
    } catch {
      throw Refusal("invalid_id", "the ID " + error.reason)
    }
    var edit: Edit
    do throws(InvalidLink) {
      edit = try means.modification.edit(
        id, means.changeable(fields), allowingUnknown: allowsUnknown)
    } catch {
      throw Refusal("invalid_link", words(error))
    }
    edit.turn = row.number
    try repeats.add([Self.sought([id.text])], of: row, in: layout)
    return .change(edit)
  }

  private static func sought(_ name: [String]) -> Repeats.Name {
    Repeats.Name(parts: ["link"] + name, code: "repeated_link", what: "the link that it names")
  }
}
