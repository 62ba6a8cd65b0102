// The rows of a case: repeats, several names for one link, unknown links, names that collide, URLs that the
// provider rewrites, and rows that it refuses.

import Records
import Sandbox
import TestSupport

/// Draws rows about a population.
struct RandomRows {
  let population: Population
  /// So many in a hundred rows are odd in one way or another.
  let oddness: Int

  private var provider: SandboxProvider { population.provider }

  init(_ population: Population, using random: inout SeededGenerator) {
    self.population = population
    oddness = random.pick([0, 5, 30])
  }

  func rows(
    _ operation: RandomOperation, _ count: Int, using random: inout SeededGenerator
  ) -> [JSONObject] {
    switch operation {
    case .delete: return (1...count).map { _ in ["id": .string(name(using: &random))] }
    case .create: return (1...count).map { new($0, count, using: &random) }
    case .update:
      // Marks that many rows share let them share requests.
      let marks = random.pick([3, 40, 10_000])
      return (1...count).map { change($0, marks: marks, using: &random) }
    case .upsert(let match):
      return (1...count).map { upsert($0, by: match, count, using: &random) }
    }
  }

  /// A link's ID, or at Dub its external ID.
  private func name(using random: inout SeededGenerator) -> String {
    let isUnknown = random.chance(oddness / 3)
    let number = isUnknown ? 900_000 + random.number(1...3) : random.number(1...population.count)
    guard provider == .dub, oddness > 0, random.chance(30) else { return population.id(number) }
    let id = population.externalID(number)
    return "ext_" + (random.chance(oddness / 3) ? id.uppercased() : id)
  }

  private func url(_ number: Int, using random: inout SeededGenerator) -> String {
    guard random.chance(oddness) else { return "https://example.org/p/\(number)?n=\(number)" }
    // Only Dub takes a URL without a scheme.
    let odd = [
      (provider == .dub ? "" : "https://") + "münchen.example/straße/\(number)",
      "HTTPS://Example.ORG:443/a/../b/\(number)",
      "https://example.org/a b/\(number)", "https://example.org/\(number)?utm_source=x&ref=y",
      "https://example.org/ü?q=ä+\(number)#f", "https://example.org?n=\(number)",
      "https://example.org/%7e\(number)/%c3%bc",
    ]
    return random.pick(odd)
  }

  /// A row for a new link.
  private func new(
    _ number: Int, _ count: Int, using random: inout SeededGenerator
  ) -> JSONObject {
    var row: JSONObject = ["url": .string(url(number, using: &random))]
    row.append(population.mark, .string("row \(number)"))
    row = row.merging(population.required)
    if provider == .dub, random.chance(oddness / 2) { row.append("utm_source", "a b") }
    if random.chance(oddness / 5) { row = row.merging(population.bad) }
    let naming = random.number(0...9)
    if provider != .shortpen, naming < 6 {
      row.append("externalId", .string(newExternalID(number, count, using: &random)))
    }
    if provider == .dub, naming > 4, naming < 9 {
      row.append("key", .string(newKey(number, count, using: &random)))
      if random.chance(60) { row.append("domain", .string(DubLink.domain)) }
    }
    if provider == .shortpen, naming < 7 {
      row.append("custom_slug", .string(newKey(number, count, using: &random)))
    }
    return row
  }

  private func newExternalID(
    _ number: Int, _ count: Int, using random: inout SeededGenerator
  ) -> String {
    guard random.chance(oddness / 2) else { return "new-\(number)" }
    return random.chance(50)
      ? population.externalID(random.number(1...population.count))
      : "new-\(random.number(1...count))"
  }

  /// A key of its own, another row's, or an existing link's, at Dub in another spelling.
  private func newKey(
    _ number: Int, _ count: Int, using random: inout SeededGenerator
  ) -> String {
    guard random.chance(oddness / 2) else { return "k-\(number)" }
    let key =
      random.chance(30)
      ? population.key(random.number(1...population.count)) : "k-\(random.number(1...count))"
    return provider == .dub ? random.pick([key, key.uppercased(), "/" + key, key + "/"]) : key
  }

  /// A row that changes a link.
  private func change(
    _ number: Int, marks: Int, using random: inout SeededGenerator
  ) -> JSONObject {
    var row: JSONObject = ["id": .string(name(using: &random))]
    if !random.chance(oddness / 4) {
      row.append(population.mark, .string("mark \(number % marks)"))
    } else if provider == .dub {
      row.append("archived", .bool(random.chance(50)))
    } else {
      row.append("url", .string("https://example.org/c/\(number)"))
    }
    if provider != .shortpen, random.chance(oddness / 4) {
      row.append("externalId", .string(changedExternalID(number, using: &random)))
    }
    if provider == .dub, random.chance(oddness / 8) {
      row.append("key", .string("moved-\(number)"))
    }
    if random.chance(oddness / 8) { row = row.merging(population.bad) }
    return row
  }

  /// Mostly a new one; at times one that another link has.
  private func changedExternalID(_ number: Int, using random: inout SeededGenerator) -> String {
    random.chance(75)
      ? "moved-\(number)" : population.externalID(random.number(1...population.count))
  }

  /// A row for a link that is there, or is not.
  private func upsert(
    _ number: Int, by match: String, _ count: Int, using random: inout SeededGenerator
  ) -> JSONObject {
    let isNew = random.chance(40)
    let other = isNew ? number : random.number(1...population.count)
    var row: JSONObject = [:]
    row.append(
      "url", .string(match == "url" && !isNew ? population.url(other) : url(number, using: &random))
    )
    row.append(population.mark, .string("row \(number)"))
    row = row.merging(population.required)
    switch match {
    case "id":
      let id = random.chance(oddness / 4) ? 900_000 + number : other
      row.append(population.idField, isNew ? .null : .string(population.id(id)))
    case "external-id":
      row.append("externalId", .string(isNew ? "new-\(number)" : population.externalID(other)))
    case "key":
      let key = isNew ? "k-\(number)" : population.key(other)
      let odd = provider == .dub && random.chance(oddness / 3) ? key.uppercased() : key
      row.append(population.keyField, .string(odd))
      if provider == .dub { row.append("domain", .string(DubLink.domain)) }
    default: break
    }
    if random.chance(oddness / 8) { row = row.merging(population.bad) }
    return row
  }
}
