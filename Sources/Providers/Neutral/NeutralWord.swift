// The words for what a link is that all providers share. Each field table has a column that says which of its fields
// is which word; nothing else knows how a provider calls it.

import HTTP
package import Records

/// One of those words; the raw values are names in files, and part of the contract with scripts.
package enum NeutralWord: String, Sendable, CaseIterable {
  case destination
  case domain
  case slug
  case title
  case description
  case image
  /// By their names.
  case tags
  /// By its ID.
  case folder
  case externalID = "external_id"
  case utmSource = "utm.source"
  case utmMedium = "utm.medium"
  case utmCampaign = "utm.campaign"
  case utmTerm = "utm.term"
  case utmContent = "utm.content"
  case archived
  case expires
  case expiredDestination = "expired_destination"
  case password
  case created
  case clicks

  /// The parameter of a destination that it is, where it is one.
  var parameter: String? {
    rawValue.hasPrefix("utm.") ? "utm_" + rawValue.dropFirst(4) : nil
  }

  /// Those that are parameters.
  static let parameters = allCases.filter { $0.parameter != nil }

  /// The object that parameters stand in.
  static let parameterObject = "utm"

  /// What a link has without anyone's saying so: no row gives it.
  var isHistory: Bool { self == .created || self == .clicks }

  /// What it means at the provider that it was read from, and at no other.
  var isOfProvider: Bool { self == .folder }

  /// What its values are in a file that has only columns.
  package var kind: Field.Kind {
    switch self {
    case .tags: .list
    case .archived: .boolean
    case .clicks: .integer(0...Int64.max)
    default: .text
    }
  }
}

/// A link in those words, as files have it.
package enum NeutralLink {
  /// The name of the first member, by which such a link is known; its value is the name of the provider that the link was
  /// read from.
  package static let mark = "neutral"
  /// The ID at that provider.
  package static let id = "id"

  /// Whether an object is a link in neutral words.
  package static func isNeutral(_ object: JSONObject) -> Bool { object.members.first?.name == mark }

  /// The columns of such links, from the first.
  package static let columns = [mark, id] + NeutralWord.allCases.map(\.rawValue)
}

/// How a value of a field and its word turn into one another.
package enum WordForm: Sendable, Equatable {
  case same
  /// A moment as milliseconds since 1970.
  case milliseconds
  /// As it is given, while links show it elsewhere.
  case givenOnly
  /// In a form that nobody else understands, such as the IDs of tags: it is neither written nor read.
  case own
}

extension JSONValue {
  /// Whether there is something in it.
  var holdsSomething: Bool {
    switch self {
    case .null, .bool(false): false
    case .number(let number): number.double != 0
    case .string(let text): !text.isEmpty
    case .array(let values): !values.isEmpty
    case .object(let object): object.members.contains { $0.value.holdsSomething }
    case .bool(true): true
    }
  }
}
