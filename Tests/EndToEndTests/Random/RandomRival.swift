// Another client of the same workspace, which changes it while a case runs.

import Records
import Sandbox
import TestSupport

/// One command of another linkctl, about links and names that rows of the case are about too.
struct RandomRival {
  let command: String
  let rows: [JSONObject]
  /// How many requests the sandbox has seen before it begins.
  let after: Int
  /// The IDs and names that it touches: what rows that have one of them say is not held against them.
  let touched: Set<String>

  init(
    _ rows: [JSONObject], _ operation: RandomOperation, _ population: Population,
    _ random: inout SeededGenerator
  ) {
    after = random.pick([0, 1, 2, 5])
    let isCreate = operation == .create || operation != .delete && random.chance(30)
    let few = rows.shuffled(using: &random).prefix(random.number(1...5))
    if isCreate {
      command = "create"
      self.rows = few.enumerated().compactMap { index, row in
        var own: JSONObject = ["url": .string("https://example.net/rival/\(index)")]
        own = own.merging(population.required)
        own.append(population.mark, "rival")
        for name in ["externalId", "key", "domain", "custom_slug"] {
          if let value = row[name] { own.append(name, value) }
        }
        return population.names(of: own).isEmpty ? nil : own
      }
      touched = self.rows.reduce(into: []) { $0.formUnion(population.names(of: $1)) }
      return
    }
    let numbers = random.some(5, of: 1...population.count)
    command = random.chance(50) ? "delete" : "update"
    let change: JSONObject = command == "update" ? [population.mark: "rival"] : [:]
    self.rows = numbers.map {
      JSONObject([.init("id", .string(population.id($0)))]).merging(change)
    }
    touched = numbers.reduce(into: []) { touched, number in
      touched.insert(population.id(number))
      let names: JSONObject = [
        "externalId": .string(population.externalID(number)),
        "key": .string(population.key(number)),
      ]
      touched.formUnion(population.names(of: names))
      touched.insert("URL " + population.url(number))
    }
  }

  /// Sends it all, whatever comes of it.
  func run(at rehearsal: Rehearsal) async throws {
    let isDelete = command == "delete"
    let lines = rows.map { row in
      (isDelete ? row["id"]?.string ?? "" : JSONValue.object(row).text) + "\n"
    }
    _ = try await rehearsal.linkctl.run(
      [command, isDelete ? "--ids-file" : "--input", "-", "--rate", "100000/s", "-q"]
        + ["--format", isDelete ? "lines" : "ndjson", "--skip-invalid"],
      environment: rehearsal.environment, input: lines.joined())
  }
}
