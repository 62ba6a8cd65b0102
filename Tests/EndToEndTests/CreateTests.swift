import Records
import Sandbox
import TestSupport
import Testing

/// Many rows for Dub with everything among them that it refuses.
@Suite(.inTurn) struct CreateTests {
  /// What is the matter with a row.
  enum Kind: CaseIterable {
    case good, badAtDub, badHere, keyExists, idExists, unknownTag, foreignDomain, nameless
    case upperCase, lowerCase
  }

  struct Row {
    var kind: Kind
    var fields: JSONObject
  }

  /// 10,000 rows, in an order that follows from the seed.
  private static func rows() -> [Row] {
    var random = SeededGenerator(seed: 10_000)
    var kinds: [Kind] = []
    for kind in [Kind.badAtDub, .badHere, .keyExists, .idExists, .unknownTag, .foreignDomain] {
      kinds += Array(repeating: kind, count: 50)
    }
    kinds += Array(repeating: .nameless, count: 100)
    kinds += Array(repeating: .upperCase, count: 20) + Array(repeating: .lowerCase, count: 20)
    kinds += Array(repeating: .good, count: 10_000 - kinds.count)
    kinds.shuffle(using: &random)
    var counts: [Kind: Int] = [:]
    return kinds.enumerated().map { index, kind in
      counts[kind, default: 0] += 1
      return Row(kind: kind, fields: fields(kind, index, of: counts[kind, default: 0]))
    }
  }

  /// The fields of row `index`, the `count`th of its kind; half of the rows have an external ID.
  private static func fields(_ kind: Kind, _ index: Int, of count: Int) -> JSONObject {
    let isOdd = index.isMultiple(of: 2)
    let key = JSONValue.string("k\(index)")
    var row: JSONObject = [
      "url": .string("https://example.org/p/\(index)?n=\(index)"),
      "comments": .string("row \(index)"),
    ]
    switch kind {
    case .good: row.append(isOdd ? "key" : "externalId", isOdd ? key : .string("own-\(index)"))
    case .badAtDub:
      row.append("key", key)
      row.append("ios", "no URL")
    case .badHere:
      row.append("key", key)
      row.append("domain", .null)
    case .keyExists: row.append("key", .string("old\(count)"))
    case .idExists: row.append("externalId", .string("old-\(count)"))
    case .unknownTag:
      if isOdd { row.append("key", key) }
      row.append("tagIds", ["tag_1", .string("tag_none\(count)")])
    case .foreignDomain:
      row.append("key", key)
      row.append("domain", "elsewhere.example.com")
    case .nameless:
      row = ["url": "https://example.org/same", "comments": .string("row \(index)")]
    case .upperCase: row.append("key", .string("Pair\(count)"))
    case .lowerCase: row.append("key", .string("pair\(count)"))
    }
    return row
  }

  private func rehearsal() throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.tags = [DubTag(id: "tag_1", name: "One")]
    for number in 1...50 {
      options.dub.links.append(DubLink(id: "link_key\(number)", key: "old\(number)"))
      options.dub.links.append(DubLink(id: "link_id\(number)", externalID: "old-\(number)"))
    }
    return try Rehearsal(.dub, options)
  }

  private static func isExpected(_ kind: Kind, _ result: LinkReport) -> Bool {
    let found = [result.status, result.code].compactMap(\.self).joined(separator: " ")
    return switch kind {
    case .good, .nameless: found == "created"
    case .badAtDub, .unknownTag: found == "failed unprocessable_entity"
    case .badHere: found == "invalid invalid_link"
    case .keyExists, .idExists: found == "failed conflict"
    case .foreignDomain: found == "failed forbidden"
    case .upperCase, .lowerCase: found == "created" || found == "failed conflict"
    }
  }

  @Test("10,000 rows with 520 bad ones among them: each gets its own fate, and no good one is lost")
  func tenThousand() async throws {
    let rows = Self.rows()
    let rehearsal = try rehearsal()
    let creation = try await rehearsal.run(
      "create", rows.map(\.fields), options: ["--skip-invalid"])
    rehearsal.expectTruth(creation, mark: "comments")
    #expect(creation.run.status == 1)
    let wrong = zip(rows, creation.results).filter { !Self.isExpected($0.kind, $1) }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5).map { ($0.kind, $1) })")
    expectPairs(rows, creation)
    for (row, result) in zip(rows, creation.results) where row.kind == .idExists {
      let name = row.fields["externalId"]?.string?.replacing("old-", with: "link_id")
      #expect(result.message?.contains(name ?? "?") == true, "\(result)")
    }
    expectFew(rehearsal.counters, rows)
  }

  /// Of two keys that differ in case, one is a link's, and the other row has failed.
  private func expectPairs(_ rows: [Row], _ creation: LinkRun) {
    let pairs = Dictionary(
      grouping: zip(rows, creation.results).filter { [.upperCase, .lowerCase].contains($0.0.kind) }
    ) { $0.0.fields["key"]?.string?.lowercased() }
    #expect(pairs.count == 20)
    for pair in pairs.values { #expect(pair.map(\.1.status).sorted() == ["created", "failed"]) }
  }

  /// The least number of creates is one for each 100 rows that Dub's schema takes and one for each row
  /// that it does not: such an answer names one row, and creates nothing.
  private func expectFew(_ counters: SandboxCounters, _ rows: [Row]) {
    let bad = rows.count { $0.kind == .badAtDub }
    let sent = rows.count { $0.kind != .badAtDub && $0.kind != .badHere }
    let least = (sent + 99) / 100 + bad
    let creates = counters.total(.create)
    let lookUps = counters.total(.info)
    print(
      "10,000 creates: \(creates) requests, at least \(least); \(lookUps) look-ups; "
        + "\(counters.total()) in all")
    #expect(counters.total() == creates + lookUps)
    #expect(creates * 10 <= least * 13)
    #expect(lookUps <= 50 + 20)
    #expect(counters.count(of: 422, .create) == bad)
  }
}
