import Bulk
import Providers
import Records
import TestSupport
import Testing

@Suite struct PlannerTests {
  private func planner(_ rows: [String], in folder: TemporaryDirectory) throws -> Planner<
    UpdateRows
  > {
    let path = try folder.write(rows.map { $0 + "\n" }.joined(), to: "rows.ndjson")
    let source = try InputSource(
      path: path, options: InputOptions(), temporaryDirectory: folder.path)
    let reader = try source.objectRows(RowShape(ids: .required))
    return Planner(
      UpdateRows(
        reader, for: Dub(), try #require(Dub().modification), allowsUnknown: false, batchSize: nil,
        words: { "\($0)" }),
      batchSize: nil)
  }

  @Test(
    "changes that are scattered over more rows than can be looked over take no request too many")
  func scattered() async throws {
    var random = SeededGenerator(seed: 14)
    var sizes: [Int: Int] = [:]
    let rows = (1...14_000).map { number in
      let change = Int.random(in: 1...37, using: &random)
      sizes[change, default: 0] += 1
      return #"{"id":"link_\#(number)","comments":"\#(change)"}"#
    }
    let folder = try TemporaryDirectory()
    var planner = try planner(rows, in: folder)
    var requests = 0
    var seen: Set<Int> = []
    var batches = 0
    while let batch = try await planner.next() {
      batches += 1
      requests += planner.requests(of: batch)
      seen.formUnion(batch.rows.map(\.number))
      #expect(batch.items.count == batch.rows.count && batch.items.count <= 10_000)
    }
    #expect(seen.count == rows.count && batches == 2)
    #expect(requests == sizes.values.reduce(0) { $0 + ($1 + 99) / 100 })
  }
}
