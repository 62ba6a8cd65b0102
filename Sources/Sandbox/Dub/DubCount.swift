// GET /links/count: how many links a query shows, all in all or by one of their fields (Dub dossier,
// section 2; `get-links-count.ts` in Dub's source).

import HTTP
import Records

/// One count of Dub's links.
struct DubCount {
  private let query: DubQuery
  private let grouping: String?

  private static let groupings = ["domain", "tagId", "userId", "folderId"]

  init(_ query: Query) throws(DubError) {
    self.query = DubQuery(query)
    grouping =
      query.has("groupBy") ? try self.query.choice("groupBy", among: Self.groupings) : nil
  }

  /// A bare number, or an array of groups with their numbers, the largest first; links in no folder are a
  /// group of their own, after the others.
  func value(of state: DubState) throws(DubError) -> JSONValue {
    let filter = try DubFilter(query, state, counting: true, by: grouping)
    guard let grouping else {
      return .number(JSONNumber(state.count(shownBy: filter)))
    }
    var counts: [String?: Int] = [:]
    state.forEach(shownBy: filter) { link in
      switch grouping {
      case "tagId": for tag in link.tags { counts[tag, default: 0] += 1 }
      case "folderId": counts[link.folderID, default: 0] += 1
      default: counts[link[grouping].string, default: 0] += 1
      }
    }
    // The database orders by how many fields are not null, which are none of those that are.
    let sorted = counts.map { (name: $0, count: $1) }.sorted {
      ($1.name == nil ? 0 : $1.count, $0.name ?? "") < (
        $0.name == nil ? 0 : $0.count, $1.name ?? ""
      )
    }
    return .array(
      sorted.map { name, count in
        .object(
          JSONObject([
            JSONObject.Member(grouping, .text(name)),
            JSONObject.Member("_count", .number(JSONNumber(count))),
          ]))
      })
  }
}
