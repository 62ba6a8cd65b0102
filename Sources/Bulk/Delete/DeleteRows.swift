// Rows that name links to delete.

package import HTTP
package import Providers
package import Records

/// Each row's ID in the form that goes to the provider.
package struct DeleteRows: RowPlan {
  private var rows: IDRowReader
  private let provider: any Provider
  private let deletion: any Deletion

  package init(_ rows: IDRowReader, for provider: any Provider, _ deletion: any Deletion) {
    self.rows = rows
    self.provider = provider
    self.deletion = deletion
  }

  package var limit: BatchLimit { deletion.limit }

  package func bytes(of link: LinkID) -> Int { deletion.bytes(of: link) }

  package func hash(of link: LinkID) -> UInt64? { ByteHash.of(link.text.utf8.span) }

  package func areOne(_ link: LinkID, _ other: LinkID) -> Bool { link == other }

  package func plannedRequests(for link: LinkID) -> [HTTPRequest] {
    [deletion.request(for: [link])]
  }

  package var layout: RowLayout { rows.layout }

  package func identity(of link: LinkID) -> RowIdentity {
    RowIdentity(Fingerprint(of: link.text.utf8))
  }

  package mutating func next() throws(InputError) -> Row<LinkID>? {
    guard let row = try rows.next() else { return nil }
    switch row.content {
    case .malformed(let fault): return planned(row, nil, .refuse(Refusal(fault)))
    case .id(let text):
      do throws(InvalidID) {
        return planned(row, text, .send(try provider.linkID(text)))
      } catch {
        return planned(row, text, .refuse(Refusal("invalid_id", "the ID " + error.reason)))
      }
    }
  }

  private func planned(
    _ row: IDRow, _ id: String?, _ plan: Row<LinkID>.Plan
  ) -> Row<LinkID> {
    Row(number: row.number, line: row.line, id: id, plan: plan)
  }
}
