// A request with what its path says taken out of it, and the patterns that tell one call from another.

import HTTP
import Records

/// What a stand-in is asked.
struct Call {
  let request: IncomingRequest
  let operation: SandboxOperation
  /// What the stars of the route's pattern stand for, decoded.
  let names: [String]
  /// How many other requests the stand-in is still to answer.
  var othersInFlight = 0
  let query: Query

  init(_ request: IncomingRequest, _ operation: SandboxOperation, names: [String]) {
    self.request = request
    self.operation = operation
    self.names = names
    query = request.query
  }

  /// The first of the names, which is the link's where a path has one.
  var name: String { names.first ?? "" }

  /// The body, where it is JSON.
  var json: JSONValue? { try? JSONValue(parsing: request.body) }

  /// The body, where it is a JSON object; of repeated names the last counts.
  var object: JSONObject? { json?.object?.distinct }

  /// A whole number of the query; `nil` where it is none, or is not there.
  func number(_ name: String) -> Int? { query[name].flatMap { Int($0) } }

  /// The values of a parameter that may be repeated.
  func all(_ name: String) -> [String] { query.pairs.filter { $0.name == name }.map(\.value) }
}

/// Which requests ask for an operation.
struct Route: Sendable {
  let operation: SandboxOperation
  private let method: String
  private let pattern: [Substring]

  /// In a pattern `*` stands for one segment, and `**` at its end for all that follow, at least one.
  init(_ method: String, _ pattern: String, _ operation: SandboxOperation) {
    self.method = method
    self.pattern = Array(
      pattern.split(separator: "/", omittingEmptySubsequences: false).dropFirst())
    self.operation = operation
  }

  /// What the stars stand for in a path; `nil` where the request asks for something else.
  func names(_ method: String, _ path: ArraySlice<Substring>) -> [String]? {
    guard method == self.method else { return nil }
    var names: [String] = []
    var rest = path
    for segment in pattern {
      guard let part = rest.popFirst() else { return nil }
      switch segment {
      case "**":
        names.append(([part] + rest).map(Self.decoded).joined(separator: "/"))
        return part.isEmpty ? nil : names
      case "*":
        guard !part.isEmpty else { return nil }
        names.append(Self.decoded(part))
      default:
        guard part == segment else { return nil }
      }
    }
    return rest.isEmpty ? names : nil
  }

  private static func decoded(_ segment: Substring) -> String {
    PercentEncoding.decode(segment) ?? String(segment)
  }
}
