// Rows that name links to read: by ID, or by another name that the provider reads links by.

package import HTTP
package import Providers
package import Records

/// Each row's name in the form that goes to the provider.
package struct GetRows: RowPlan {
  private var rows: RowsAhead<IDRow>
  private let provider: any Provider
  private let reading: any Reading

  package init(_ rows: IDRowReader, for provider: any Provider) {
    self.rows = rows.ahead
    self.provider = provider
    reading = provider.reading
  }

  /// A stretch of the input that is read together: links that the largest reads do not show are then few requests.
  package var limit: BatchLimit { BatchLimit(links: 1_000) }

  package func bytes(of link: LinkID) -> Int { 0 }

  package func hash(of link: LinkID) -> UInt64? { ByteHash.of(link.text.utf8.span) }

  package static func areOne(_ link: LinkID, _ other: LinkID) -> Bool { link == other }

  package func plannedRequests(for link: LinkID) -> [HTTPRequest] {
    reading.reads(of: [link]).map(\.request)
  }

  package var layout: RowLayout { rows.layout }

  package func identity(of link: LinkID) -> RowIdentity {
    RowIdentity(Fingerprint(of: link.text.utf8))
  }

  package mutating func readOn() async throws(InputError) -> Bool { try await rows.readOn() }

  package mutating func next() -> Row<LinkID>? {
    guard let row = rows.next() else { return nil }
    return Row(row) { text throws(InvalidID) in
      if let name = reading.linkName(text) { return name }
      return try provider.linkID(text)
    }
  }
}
