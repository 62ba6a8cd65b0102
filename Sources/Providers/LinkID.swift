// How rows name links.

/// The name of a link in the form that goes to its provider.
///
/// Two rows with equal IDs name the same link and are sent once.
package struct LinkID: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package var description: String { text }
}

/// Why a text cannot be an ID at a provider; the words are for its user.
package struct InvalidID: Error, Sendable, Equatable {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}
