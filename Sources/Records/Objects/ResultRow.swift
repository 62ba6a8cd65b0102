// Rows that are linkctl's own results: what a run printed is input for the next. The form is the contract's, and
// no provider's link has it.

/// A result, as far as it says anything of a link.
struct ResultRow {
  /// What a result as JSON has; CSV has a column for each but `link`.
  static let names: Set<String> = [
    "row", "id", "short_link", "status", "code", "message", "attempts", "name", "link",
  ]

  let status: String
  private let id: JSONValue?
  private let link: JSONObject?

  /// `nil` for any other object.
  init?(_ object: JSONObject) {
    guard case .number? = object["row"], case .number? = object["attempts"],
      case .string(let status)? = object["status"],
      object.members.allSatisfy({ Self.names.contains($0.name) })
    else { return nil }
    self.status = status
    id = object["id"]
    link = object["link"]?.object
  }

  /// Whether a CSV header is that of results, other columns beside theirs allowed.
  static func isHeader(_ names: [String]) -> Bool {
    ["row", "status", "code", "message", "attempts"].allSatisfy(names.contains)
  }

  /// The link that it shows, under the ID that the result has.
  func shownLink() throws(RowFault) -> JSONObject {
    guard let link else { throw .resultWithoutLink(status: status) }
    guard let id else { return link }
    let rest = link.members.filter { $0.name != "id" }
    // A number stays one, as the provider shows it.
    return JSONObject([JSONObject.Member("id", link["id"] ?? id)] + rest)
  }
}
