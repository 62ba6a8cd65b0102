// Rows that say which links to change, and how.

package import HTTP
package import Providers
package import Records

/// Each row's edit as it goes to the provider, refused where the provider is known to refuse it.
package struct UpdateRows: RowPlan {
  /// Where the rows come from: IDs that all get one change, or a change with each ID.
  private enum Source: Sendable {
    case ids(IDRowReader, JSONObject)
    case objects(ObjectRowReader)
  }

  private var source: Source
  private let provider: any Provider
  private let allowsUnknown: Bool
  private let words: @Sendable (InvalidLink) -> String
  private let linksInRequest: Int
  /// The last edit of each link, over at most as many links as a stretch can hold.
  private var last: [LinkID: Edit] = [:]
  private var turn = 0

  /// The same change for every ID.
  package init(
    _ rows: IDRowReader, change: JSONObject, for provider: any Provider, allowsUnknown: Bool,
    batchSize: Int?, words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.init(.ids(rows, change), provider, allowsUnknown, batchSize, words)
  }

  /// A change with each ID.
  package init(
    _ rows: ObjectRowReader, for provider: any Provider, allowsUnknown: Bool,
    batchSize: Int?, words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.init(.objects(rows), provider, allowsUnknown, batchSize, words)
  }

  private init(
    _ source: Source, _ provider: any Provider, _ allowsUnknown: Bool, _ batchSize: Int?,
    _ words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.source = source
    self.provider = provider
    self.allowsUnknown = allowsUnknown
    self.words = words
    let most = provider.modification.limit.links
    linksInRequest = min(most, batchSize ?? most)
  }

  /// Rows are looked over in stretches of this length for changes that are equal.
  package var limit: BatchLimit {
    // Where each link is a request of its own there is nothing to look for.
    BatchLimit(links: provider.modification.limit.links == 1 ? 200 : 10_000)
  }

  package func bytes(of edit: Edit) -> Int { 0 }

  package func identity(of edit: Edit) -> RowIdentity {
    RowIdentity(
      Fingerprint(of: edit.id.text.utf8, edit.change.canonicalBytes),
      subject: Fingerprint(of: edit.id.text.utf8))
  }

  package func plannedRequests(for edit: Edit) -> [HTTPRequest] {
    [provider.modification.request(for: [edit])]
  }

  package func requests(for edits: [Edit]) -> Int {
    EditGroups.requests(for: edits, most: linksInRequest)
  }

  package var layout: RowLayout {
    switch source {
    case .ids(let rows, _): rows.layout
    case .objects(let rows): rows.layout
    }
  }

  package mutating func next() throws(InputError) -> Batch<Edit>.Row? {
    switch source {
    case .ids(var rows, let change):
      guard let row = try rows.next() else { return nil }
      source = .ids(rows, change)
      switch row.content {
      case .id(let id): return planned(row.number, row.line, id, change)
      case .malformed(let fault): return malformed(row.number, row.line, fault)
      }
    case .objects(var rows):
      guard let row = try rows.next() else { return nil }
      source = .objects(rows)
      switch row.content {
      case .object(let change, let id):
        let id = id ?? ""
        return planned(row.number, row.line, id, provider.change(back: change, of: id))
      case .malformed(let fault): return malformed(row.number, row.line, fault)
      }
    }
  }

  private func malformed(_ number: Int, _ line: Int?, _ fault: RowFault) -> Batch<Edit>.Row {
    Batch.Row(
      number: number, line: line, id: nil, plan: .refuse(Refusal(fault)))
  }

  private mutating func planned(
    _ number: Int, _ line: Int?, _ id: String, _ change: JSONObject
  ) -> Batch<Edit>.Row {
    Batch.Row(number: number, line: line, id: id, plan: plan(id, change))
  }

  private mutating func plan(_ id: String, _ change: JSONObject) -> Batch<Edit>.Row.Plan {
    let link: LinkID
    do throws(InvalidID) {
      link = try provider.linkID(id)
    } catch {
      return .refuse(Refusal("invalid_id", "the ID " + error.reason))
    }
    do throws(InvalidLink) {
      return .send(
        inTurn(try provider.modification.edit(link, change, allowingUnknown: allowsUnknown)))
    } catch {
      return .refuse(Refusal("invalid_link", words(error)))
    }
  }

  /// An edit that comes again after another one of its link is an edit of its own: were it one with the
  /// first, the other would have the last word.
  private mutating func inTurn(_ edit: Edit) -> Edit {
    if last.count >= limit.links {
      last = [:]
      turn += 1
    }
    var edit = edit
    if let before = last[edit.id] {
      edit.turn = before.turn
      if edit == before { return before }
      turn += 1
    }
    edit.turn = turn
    last[edit.id] = edit
    return edit
  }
}
