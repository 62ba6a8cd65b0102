// What may stand in an input only once.

import Providers
import Records

/// Remembers names with the line, or row, where each stood first, in about 16 bytes a name.
///
/// Names are compared by a fingerprint of 64 bits: among ten million, two different ones are taken for the
/// same with a chance of three in a million, and then an input is refused that was good.
struct Repeats: Sendable {
  private var lines = NameTable()

  /// A name that a row gives to its link.
  struct Name {
    let parts: [String]
    let code: String
    /// What it is, for a sentence.
    let what: String
  }

  /// Adds the names of a row, or refuses it when one of them stood before.
  ///
  /// Where lines do not tell one row from another, rows are counted.
  mutating func add(_ names: [Name], of row: ObjectRow, in layout: RowLayout) throws(Refusal) {
    if names.isEmpty { return }
    let countsRows = layout.isCountedByRows || row.line == nil
    let line = countsRows ? row.number : row.line ?? row.number
    let unit = countsRows ? "row" : "line"
    let prints = names.map { ByteHash.of(parts: $0.parts) }
    for (name, print) in zip(names, prints) {
      guard let earlier = lines.line(of: print) else { continue }
      throw Refusal(name.code, "\(name.what) is in \(unit) \(earlier) too")
    }
    for print in prints { lines.set(print, line: line) }
  }
}

extension NewLink {
  /// What no two links can have: the provider refuses or drops the second.
  ///
  /// Leaves out the name by which links are matched, which is compared as such.
  func uniqueNames(besides match: MatchKey? = nil) -> [Repeats.Name] {
    var names: [Repeats.Name] = []
    if match != .key, let key {
      names.append(
        Repeats.Name(
          parts: ["key", key.domain ?? "", key.exact], code: "repeated_key",
          what: "the key \(key.exact)"))
    }
    if match != .externalID, let externalID {
      names.append(
        Repeats.Name(
          parts: ["id", externalID], code: "repeated_external_id",
          what: "the external ID \(externalID)"))
    }
    return names
  }
}
