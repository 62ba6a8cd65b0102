// Work on many parts, so many at a time.

/// Works through some parts, `lanes` at a time, and gives the results as they come.
func sideBySide<Part: Sendable, Result: Sendable>(
  _ parts: [Part], lanes: Int, _ work: @escaping @Sendable (Part) async -> Result
) async -> [Result] {
  await withTaskGroup(of: Result.self) { group in
    var rest = parts.makeIterator()
    for _ in 0..<lanes {
      if let part = rest.next() { group.addTask { await work(part) } }
    }
    var results: [Result] = []
    while let result = await group.next() {
      results.append(result)
      if let part = rest.next() { group.addTask { await work(part) } }
    }
    return results
  }
}
