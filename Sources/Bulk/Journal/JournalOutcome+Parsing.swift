// The line that says what became of a batch, from JSON.

import Providers
import Records

extension JournalLine {
  /// More rows than any batch has; a count in a line that was tampered with must not fill the memory.
  private static let mostRows = 1_000_000

  static func outcome(_ value: JSONValue) -> JournalOutcome? {
    guard let batch = count(value["settled"]), batch > 0,
      var rows = rows(withStatuses: value["statuses"]), add(value["details"], to: &rows),
      let ids = texts(value["ids"], count: rows.count),
      let links = texts(value["links"], count: rows.count)
    else { return nil }
    for index in rows.indices {
      rows[index].id = ids[index]
      rows[index].link = links[index]
    }
    return JournalOutcome(batch: batch, rows: rows)
  }

  private static func rows(withStatuses value: JSONValue?) -> [JournalRowOutcome]? {
    guard let stretches = value?.array else { return nil }
    var rows: [JournalRowOutcome] = []
    for stretch in stretches {
      guard let parts = stretch.array, parts.count == 2,
        let status = parts[0].string.flatMap(Status.init(rawValue:)),
        let number = count(parts[1]), number <= mostRows - rows.count
      else { return nil }
      rows += Array(repeating: JournalRowOutcome(status), count: number)
    }
    return rows
  }

  private static func add(_ details: JSONValue?, to rows: inout [JournalRowOutcome]) -> Bool {
    guard let details else { return true }
    guard let stretches = details.array else { return false }
    for stretch in stretches {
      guard let parts = stretch.array, parts.count == 4, let first = count(parts[0]),
        let number = count(parts[1]), first <= rows.count, number <= rows.count - first,
        let code = parts[2].string, let message = parts[3].string
      else { return false }
      let detail = Refusal(code, message)
      for index in first..<first + number { rows[index].detail = detail }
    }
    return true
  }

  private static func texts(_ value: JSONValue?, count: Int) -> [String?]? {
    guard let value else { return Array(repeating: nil, count: count) }
    guard let elements = value.array, elements.count == count else { return nil }
    var texts: [String?] = []
    for element in elements {
      switch element {
      case .null: texts.append(nil)
      case .string(let text): texts.append(text)
      default: return nil
      }
    }
    return texts
  }
}
