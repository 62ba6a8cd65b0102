// Rows that say which links to create.

package import HTTP
package import Providers
package import Records

/// Each row's link as it goes to the provider, refused where the provider is known to refuse it.
package struct CreateRows: RowPlan {
  private var rows: ObjectRowReader
  private let creation: any Creation
  private let allowsUnknown: Bool
  private let words: @Sendable (InvalidLink) -> String
  private var repeats = Repeats()

  /// `words` makes half a sentence of what is wrong with a link, with the nearest known name in it.
  package init(
    _ rows: ObjectRowReader, for provider: any Provider, allowsUnknown: Bool,
    words: @escaping @Sendable (InvalidLink) -> String
  ) {
    self.rows = rows
    self.allowsUnknown = allowsUnknown
    self.words = words
    creation = provider.creation
  }

  package var limit: BatchLimit { creation.limit }

  package func bytes(of link: NewLink) -> Int { creation.bytes(of: link) }

  package func identity(of link: NewLink) -> RowIdentity {
    var bytes: [UInt8] = []
    JSONValue.object(link.fields).writeCanonical(to: &bytes)
    return RowIdentity(Fingerprint(of: bytes))
  }

  package func request(for link: NewLink) -> HTTPRequest { creation.request(for: [link]) }

  package mutating func next() throws(InputError) -> Batch<NewLink>.Row? {
    guard let row = try rows.next() else { return nil }
    return Batch.Row(number: row.number, line: row.line, id: nil, plan: plan(row))
  }

  private mutating func plan(_ row: ObjectRow) -> Batch<NewLink>.Row.Plan {
    switch row.content {
    case .malformed(let fault): return .refuse(Refusal("malformed", fault.words))
    case .object(let fields, _):
      do throws(InvalidLink) {
        let link = try creation.link(fields, row: row.number, allowingUnknown: allowsUnknown)
        return repeated(link, row.line ?? row.number).map { .refuse($0) } ?? .send(link)
      } catch {
        return .refuse(Refusal("invalid_link", words(error)))
      }
    }
  }

  /// Two links cannot have one key, nor one external ID: the provider refuses or drops the second.
  private mutating func repeated(_ link: NewLink, _ line: Int) -> Refusal? {
    let key = link.key.map { ["key", $0.domain ?? "", $0.exact] }
    let id = link.externalID.map { ["id", $0] }
    if let earlier = key.flatMap({ repeats.line(of: $0) }) {
      let words = "the key \(link.key?.exact ?? "") stands in line \(earlier) too"
      return Refusal("repeated_key", words)
    }
    if let earlier = id.flatMap({ repeats.line(of: $0) }) {
      let words = "the external ID \(link.externalID ?? "") stands in line \(earlier) too"
      return Refusal("repeated_external_id", words)
    }
    for name in [key, id].compactMap(\.self) { repeats.add(name, line: line) }
    return nil
  }
}
