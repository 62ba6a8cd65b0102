// Rows that name links to delete.

package import HTTP
package import Providers
package import Records

/// Each row's ID in the form that goes to the provider.
package struct DeleteRows: RowPlan {
  private var rows: RowsAhead<IDRow>
  private let provider: any Provider
  private let deletion: any Deletion

  package init(_ rows: IDRowReader, for provider: any Provider, _ deletion: any Deletion) {
    self.rows = rows.ahead
    self.provider = provider
    self.deletion = deletion
  }

  package var limit: BatchLimit { deletion.limit }

  package var isBatchOneRequest: Bool { true }

  package func bytes(of link: LinkID) -> Int { deletion.bytes(of: link) }

  package func hash(of link: LinkID) -> UInt64? { ByteHash.of(link.text.utf8.span) }

  package static func areOne(_ link: LinkID, _ other: LinkID) -> Bool { link == other }

  package func plannedRequests(for link: LinkID) -> [HTTPRequest] {
    [deletion.request(for: [link])]
  }

  package var rateClass: RateClass? { deletion.rateClass }

  package var layout: RowLayout { rows.layout }

  package func identity(of link: LinkID) -> RowIdentity {
    RowIdentity(Fingerprint(of: link.text.utf8))
  }

  package mutating func beginCheck() {
    let provider = provider
    rows.pass(.ids { provider.isPlainID($0) })
  }

  package var passed: PassedRows { rows.passed }

  package mutating func readOn() async throws(InputError) -> Bool { try await rows.readOn() }

  package mutating func next() -> Row<LinkID>? {
    guard let row = rows.next() else { return nil }
    return Row(row, provider.linkID)
  }
}

extension Row<LinkID> {
  /// A row of IDs with the name that is sent for it, or the reason why none is.
  init(_ row: IDRow, _ name: (String) throws(InvalidID) -> LinkID) {
    switch row.content {
    case .malformed(let fault):
      self.init(number: row.number, line: row.line, id: nil, plan: .refuse(Refusal(fault)))
    case .id(let text):
      let plan: Plan
      do throws(InvalidID) {
        plan = .send(try name(text))
      } catch {
        plan = .refuse(Refusal("invalid_id", "the ID " + error.reason))
      }
      self.init(number: row.number, line: row.line, id: text, plan: plan)
    }
  }
}
