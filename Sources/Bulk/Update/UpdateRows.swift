// Rows that say which links to change, and how.

package import HTTP
package import Providers
package import Records

/// Each row's edit as it goes to the provider, refused where the provider is known to refuse it.
package struct UpdateRows: RowPlan {
  /// Where the rows come from: IDs that all get one change, or a change with each ID.
  private enum Source: Sendable {
    case ids(RowsAhead<IDRow>, JSONObject)
    case objects(LinkRows)
  }

  private var source: Source
  private let provider: any Provider
  private let modification: any Modification
  private let allowsUnknown: Bool
  private let words: @Sendable (InvalidLink) -> String
  private let linksInRequest: Int
  /// The last edit of each link and when it came, over at most as many links as a stretch can hold.
  private var last: [UInt64: (edit: Edit, moment: Int)] = [:]
  private var order = EditOrder()
  private var moment = 0
  private var turn = 0

  /// The same change for every ID.
  package init(
    _ rows: IDRowReader, change: JSONObject, for provider: any Provider,
    _ modification: any Modification,
    allowsUnknown: Bool, batchSize: Int?, words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.init(.ids(rows.ahead, change), provider, modification, allowsUnknown, batchSize, words)
  }

  /// A change with each ID.
  package init(
    _ rows: ObjectRowReader, for provider: any Provider, _ modification: any Modification,
    allowsUnknown: Bool, batchSize: Int?, words: @escaping @Sendable (InvalidLink) -> String
  ) {
    let rows = LinkRows(rows, modification.fields, at: provider, DomainMap())
    self.init(.objects(rows), provider, modification, allowsUnknown, batchSize, words)
  }

  private init(
    _ source: Source, _ provider: any Provider, _ modification: any Modification,
    _ allowsUnknown: Bool, _ batchSize: Int?, _ words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.source = source
    self.provider = provider
    self.modification = modification
    self.allowsUnknown = allowsUnknown
    self.words = words
    let most = modification.limit.links
    linksInRequest = min(most, batchSize ?? most)
  }

  /// Rows are looked over in stretches of this length for changes that are equal.
  package var limit: BatchLimit {
    // Where each link is a request of its own there is nothing to look for.
    BatchLimit(links: modification.limit.links == 1 ? 200 : 10_000)
  }

  package func bytes(of edit: Edit) -> Int { 0 }

  package func hash(of edit: Edit) -> UInt64? {
    ByteHash.of(edit.text.span, after: ByteHash.of(edit.id.text.utf8.span))
  }

  package static func areOne(_ edit: Edit, _ other: Edit) -> Bool { edit == other }

  package func identity(of edit: Edit) -> RowIdentity {
    let naming = edit.naming
    let subject = RowSubject(kind: naming.kind.rawValue, [naming.name])
    let after = naming.nameAfter.map { RowSubject(kind: naming.kind.rawValue, [$0]) }
    return RowIdentity(
      Fingerprint(of: edit.id.text.utf8, edit.change.canonicalBytes), subject: subject,
      subjectAfter: after,
      change: naming.renames ? nil : Fingerprint(of: edit.change.canonicalBytes).half)
  }

  /// An edit that has given its link another external ID finds it by that.
  package func again(_ edit: Edit) -> Edit? {
    let naming = edit.naming
    guard naming.kind == .external, let after = naming.after,
      var again = try? modification.edit(after, edit.change, allowingUnknown: true)
    else { return nil }
    again.turn = edit.turn
    return again
  }

  package func plannedRequests(for edit: Edit) -> [HTTPRequest] {
    [modification.request(for: [edit])]
  }

  package func requests(for edits: [Edit]) -> Int {
    EditGroups.requests(for: edits, most: linksInRequest, at: modification)
  }

  package func first(of edits: [Edit], urgent: [Bool]) -> [Bool]? {
    EditGroups.fullest(of: edits, most: linksInRequest, urgent: urgent)
  }

  package var rateClass: RateClass? { modification.rateClass }

  package var layout: RowLayout {
    switch source {
    case .ids(let rows, _): rows.layout
    case .objects(let rows): rows.layout
    }
  }

  package var notCarried: [String: Int] {
    if case .objects(let rows) = source { rows.notCarried } else { [:] }
  }

  package mutating func readOn() async throws(InputError) -> Bool {
    switch source {
    case .ids(var rows, let change):
      defer { source = .ids(rows, change) }
      return try await rows.readOn()
    case .objects(var rows):
      defer { source = .objects(rows) }
      return try await rows.readOn()
    }
  }

  package mutating func next() -> Row<Edit>? {
    switch source {
    case .ids(var rows, let change):
      guard let row = rows.next() else { return nil }
      source = .ids(rows, change)
      switch row.content {
      case .id(let id): return planned(row.number, row.line, id, change)
      case .malformed(let fault): return malformed(row.number, row.line, fault)
      }
    case .objects(var rows):
      guard let row = rows.next() else { return nil }
      source = .objects(rows)
      switch row.content {
      case .object(let change, let id):
        let id = id ?? ""
        return planned(row.number, row.line, id, provider.change(back: change, of: id))
      case .malformed(let fault): return malformed(row.number, row.line, fault)
      }
    }
  }

  private func malformed(_ number: Int, _ line: Int?, _ fault: RowFault) -> Row<Edit> {
    Row(
      number: number, line: line, id: nil, plan: .refuse(Refusal(fault)))
  }

  private mutating func planned(
    _ number: Int, _ line: Int?, _ id: String, _ change: JSONObject
  ) -> Row<Edit> {
    Row(number: number, line: line, id: id, plan: plan(id, change))
  }

  private mutating func plan(_ id: String, _ change: JSONObject) -> Row<Edit>.Plan {
    let link: LinkID
    do throws(InvalidID) {
      link = try provider.linkID(id)
    } catch {
      return .refuse(Refusal("invalid_id", "the ID " + error.reason))
    }
    do throws(InvalidLink) {
      return .send(
        inTurn(try modification.edit(link, change, allowingUnknown: allowsUnknown)))
    } catch {
      return .refuse(Refusal("invalid_link", words(error)))
    }
  }

  /// An edit that comes again after another one that may be of its link, by whatever name, is an edit of its
  /// own: were it one with the first, the other would have the last word.
  private mutating func inTurn(_ edit: Edit) -> Edit {
    if order.nameCount >= limit.links {
      (last, order) = ([:], EditOrder())
      turn += 1
    }
    let latest = order.latest(before: edit)
    var edit = edit
    let print = ByteHash.of(edit.id.text.utf8.span)
    if let before = last[print], before.edit.id == edit.id {
      edit.turn = before.edit.turn
      if edit == before.edit, before.moment == latest { return before.edit }
    }
    if latest != nil { turn += 1 }
    edit.turn = turn
    moment += 1
    order.add(edit, at: moment)
    last[print] = (edit, moment)
    return edit
  }
}
