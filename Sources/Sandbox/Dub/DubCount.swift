// GET /links/count: how many links a query shows, all in all or by one of their fields (Dub dossier, section 2).

import HTTP
import Records

/// One count of Dub's links; what it counts are the links that a list with the same query shows on all pages.
struct DubCount {
  private let list: DubList
  private let grouping: String?

  private static let groupings = ["domain", "tagId", "userId", "folderId"]

  init(_ query: Query) throws(DubError) {
    grouping = query["groupBy"]
    if let grouping, !Self.groupings.contains(grouping) {
      throw DubReply.invalidOption("groupBy", among: Self.groupings)
    }
    list = try DubList(query, isWide: grouping != nil)
  }

  /// A bare number, or an array of groups with their numbers, the largest first.
  func value(of state: inout DubState) throws(DubError) -> JSONValue {
    let links = try list.all(of: &state)
    guard let grouping else { return .number(JSONNumber(links.count)) }
    var counts: [String: Int] = [:]
    for name in links.flatMap({ Self.groups(of: $0, by: grouping) }) {
      counts[name, default: 0] += 1
    }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return .array(
      sorted.map { name, count in
        .object(
          JSONObject([
            JSONObject.Member(grouping, .string(name)),
            JSONObject.Member("_count", .number(JSONNumber(count))),
          ]))
      })
  }

  private static func groups(of link: DubLink, by grouping: String) -> [String] {
    switch grouping {
    case "tagId": link.tags
    default: [link[grouping].string].compactMap(\.self)
    }
  }
}
