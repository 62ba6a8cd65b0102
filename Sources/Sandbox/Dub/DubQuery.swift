// How Dub's schemas read the parameters of its lists (Dub, `lib/zod/schemas/misc.ts`): numbers as
// JavaScript reads them, truth values by name, names with commas between them.

import HTTP

/// A query as Dub's schemas take it.
struct DubQuery {
  private let query: Query

  init(_ query: Query) { self.query = query }

  /// A parameter's text, where it has one: empty text is none in all that Dub asks of it.
  subscript(name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The parts between commas, as they are; one that is empty is one all the same.
  func list(_ name: String) -> [String]? {
    query[name]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// A value that is `true` or `false`, in any case.
  func flag(_ name: String) throws(DubError) -> Bool {
    switch query[name]?.lowercased() {
    case nil, "false": return false
    case "true": return true
    default: throw DubReply.invalidOption(name, among: ["true", "false"])
    }
  }

  /// One of some names, the first where none is given.
  func choice(_ name: String, among names: [String]) throws(DubError) -> String {
    guard let text = query[name] else { return names.first ?? "" }
    guard names.contains(text) else { throw DubReply.invalidOption(name, among: names) }
    return text
  }

  /// The number of a page, where one is given.
  func page() throws(DubError) -> Int? { try number("page", "Page") }

  /// The size of a page; by default it is the largest.
  func pageSize(upTo largest: Int) throws(DubError) -> Int {
    let size = try number("pageSize", "Page size") ?? largest
    guard size <= largest else {
      throw DubIssue.tooBig("Max page size is \(largest).", at: "pageSize")
    }
    return size
  }

  private func number(_ name: String, _ words: String) throws(DubError) -> Int? {
    guard let text = query[name] else { return nil }
    // Text without a digit is 0, as JavaScript has it; the page of the largest number is empty anyway.
    guard let value = text.allSatisfy(\.isWhitespace) ? 0 : Double(text), value.isFinite else {
      throw DubIssue.issue("invalid_type", name, "\(words) must be a number.")
    }
    guard value.rounded() == value else {
      throw DubIssue.issue("invalid_type", name, "\(words) must be an integer.")
    }
    guard value > 0 else { throw DubIssue.tooSmall("\(words) must be greater than 0.", at: name) }
    return Int(exactly: value) ?? .max
  }

  /// The parts of a comma list, each trimmed, empty ones left out.
  static func separated(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
      let part = trimmed(bytes[start..<end])
      if !part.isEmpty { parts.append(String(decoding: part, as: UTF8.self)) }
      start = end + 1
    }
    return parts
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var rest = bytes.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }
}
