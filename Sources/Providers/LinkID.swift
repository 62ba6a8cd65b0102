// How rows name links.

import Records

/// The name of a link in the form that goes to its provider.
///
/// Two rows with equal IDs name the same link and are sent once. Equal means byte by byte, as providers
/// compare: Swift's own strings are equal when they only look the same.
package struct LinkID: Sendable, Equatable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: LinkID, right: LinkID) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }

  /// Whether it begins with these bytes.
  func hasPrefix(_ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

  package var description: String { text }
}

/// Why a text cannot be an ID at a provider; the words are for its user.
package struct InvalidID: Error, Sendable, Equatable {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}
