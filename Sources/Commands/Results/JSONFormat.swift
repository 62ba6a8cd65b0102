// Results as JSON: one document written as it goes, or a result a line.

import Bulk
import Providers
import Records

/// One document, `{"operation":…,"provider":…,"results":[…],"summary":{…}}`, a result a line.
struct JSONFormat: ResultFormat {
  private var isFirst = true

  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8]) {
    text += #"{"operation":"#.utf8
    JSONValue.string(heading.operation).write(to: &text)
    text += #","provider":"#.utf8
    JSONValue.string(heading.provider).write(to: &text)
    text += #","results":["#.utf8
  }

  mutating func add(_ result: RowResult, into text: inout [UInt8]) {
    text += (isFirst ? "\n" : ",\n").utf8
    isFirst = false
    result.write(to: &text)
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {
    text += "\n],\"summary\":".utf8
    tally.json.write(to: &text)
    text += "}\n".utf8
  }
}

/// A result a line, without heading or summary.
struct NDJSONFormat: ResultFormat {
  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8]) {}

  mutating func add(_ result: RowResult, into text: inout [UInt8]) {
    result.write(to: &text)
    text.append(UInt8(ascii: "\n"))
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {}
}

extension RowResult {
  /// Adds the result as scripts read it; `id`, `code` and `message` only where there are any.
  func write(to text: inout [UInt8]) {
    text += #"{"row":"#.utf8
    text += String(row).utf8
    if let id { Self.write(#","id":"#, id, to: &text) }
    text += #","status":""#.utf8
    text += outcome.status.rawValue.utf8
    text.append(UInt8(ascii: "\""))
    if let detail = outcome.detail {
      Self.write(#","code":"#, detail.code, to: &text)
      Self.write(#","message":"#, detail.message, to: &text)
    }
    text += #","attempts":"#.utf8
    text += String(attempts).utf8
    if let link = outcome.link, link.isShown {
      text += #","link":"#.utf8
      link.writeObject(to: &text)
    }
    text.append(UInt8(ascii: "}"))
  }

  private static func write(_ name: String, _ value: String, to text: inout [UInt8]) {
    text += name.utf8
    JSONValue.write(value, to: &text)
  }
}

extension Tally {
  /// The summary as scripts read it: a count for each status that occurred, and what it took.
  var json: JSONValue {
    var object: JSONObject = ["total": .number(JSONNumber(total))]
    for status in Status.allCases {
      if self[status] > 0 { object.append(status.rawValue, .number(JSONNumber(self[status]))) }
    }
    object.append("requests", .number(JSONNumber(requests)))
    object.append("resends", .number(JSONNumber(resends)))
    object.append("rate_limited", .number(JSONNumber(rateLimited)))
    object.append("waited_seconds", .number(waited.jsonSeconds))
    object.append("elapsed_seconds", .number(elapsed.jsonSeconds))
    return .object(object)
  }
}

extension Duration {
  /// Seconds with three decimals.
  var jsonSeconds: JSONNumber { JSONNumber(thousandths: Int(self / .milliseconds(1))) }
}
