// External IDs for rows that have nothing by which their link could be found again.

package import Providers
import Records

/// Gives rows IDs that follow from what they hold, so that the same input gets the same ones in every run.
///
/// Equal rows are counted, in 16 bytes for each such row and the table's slack.
package struct AssignedIDs: Sendable {
  private let field: String
  private let prefix: String
  private var counts: [UInt64: UInt32] = [:]

  package static let usualPrefix = "linkctl-"

  /// `nil` where the provider's links have no external IDs.
  package init?(prefix: String, for creation: any Creation) {
    guard let field = creation.fields.externalID else { return nil }
    self.field = field
    self.prefix = prefix
  }

  /// The fields of a row with an ID of its own.
  mutating func assign(to fields: JSONObject) -> JSONObject {
    let content = Fingerprint(of: fields.canonicalBytes)
    let turn = counts[UInt64(truncatingIfNeeded: content.bits), default: 0] + 1
    counts[UInt64(truncatingIfNeeded: content.bits)] = turn
    let id = prefix + content.text + (turn == 1 ? "" : "-\(turn)")
    return fields.merging([field: .string(id)])
  }
}
