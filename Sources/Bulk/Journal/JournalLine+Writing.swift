// Lines of a journal as text.

import Providers
import Records

extension JournalLine {
  /// The members that begin a line and end it.
  static let magic = [UInt8](#"{"linkctl_journal":"#.utf8)
  static let sumPrefix = [UInt8](#","sum":""#.utf8)

  /// Adds the line with its checksum and its end.
  package func write(to bytes: inout [UInt8]) {
    let start = bytes.count
    switch self {
    case .header(let job): Self.write(job, to: &bytes)
    case .run(let run): Self.write(run, to: &bytes)
    case .intent(let intent): Self.write(intent, to: &bytes)
    case .sent(let batch, let rows): Self.write(batch, rows, to: &bytes)
    case .outcome(let outcome): Self.write(outcome, to: &bytes)
    case .ended(let run, let open): bytes += #"{"ended":\#(run),"open":\#(open)"#.utf8
    }
    let sum = Checksum.crc32(bytes.span.extracting(start...))
    bytes += Self.sumPrefix
    bytes += Self.digits(of: sum)
    bytes += "\"}\n".utf8
  }

  /// A checksum in eight hexadecimal digits.
  static func digits(of sum: UInt32) -> [UInt8] {
    let text = [UInt8](String(sum, radix: 16).utf8)
    return Array(repeating: UInt8(ascii: "0"), count: 8 - text.count) + text
  }

  private static func write(_ job: JournalJob, to bytes: inout [UInt8]) {
    bytes += magic
    bytes += String(format).utf8
    for (name, text) in [
      ("operation", job.operation), ("provider", job.provider), ("address", job.address),
    ] {
      bytes += #",""#.utf8
      bytes += name.utf8
      bytes += #"":"#.utf8
      JSONValue.write(text, to: &bytes)
    }
    guard !job.terms.isEmpty else { return }
    bytes += #","terms":"#.utf8
    let terms = job.terms.sorted { $0.key < $1.key }
    JSONValue.object(JSONObject(terms.map { JSONObject.Member($0.key, .string($0.value)) }))
      .write(to: &bytes)
  }

  private static func write(_ run: JournalRun, to bytes: inout [UInt8]) {
    bytes +=
      #"{"run":\#(run.number),"process":\#(run.process),"started":\#(run.started),"boot":"#.utf8
    JSONValue.write(run.boot, to: &bytes)
  }

  private static func write(_ intent: JournalIntent, to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + 32 * intent.all.count + 100)
    bytes += #"{"batch":\#(intent.batch)"#.utf8
    for (name, rows) in [
      ("rows", intent.rows), ("doubtful", intent.doubtful), ("overtaken", intent.overtaken),
    ] where !rows.isEmpty {
      bytes += #",""#.utf8
      bytes += name.utf8
      bytes += #"":""#.utf8
      FingerprintText.write(rows, to: &bytes)
      bytes += #"""#.utf8
    }
    guard intent.subjects.contains(where: { $0 != nil }) else { return }
    bytes += #","subjects":""#.utf8
    for subject in intent.subjects { FingerprintText.write(subject?.bits ?? 0, to: &bytes) }
    bytes += #"""#.utf8
  }

  private static func write(_ sent: Int, _ rows: [Range<Int>], to bytes: inout [UInt8]) {
    bytes += #"{"sent":\#(sent)"#.utf8
    guard !rows.isEmpty else { return }
    let pairs = rows.map { rows in
      JSONValue.array([.number(JSONNumber(rows.lowerBound)), .number(JSONNumber(rows.count))])
    }
    bytes += #","rows":"#.utf8
    JSONValue.array(pairs).write(to: &bytes)
  }

  private static func write(_ outcome: JournalOutcome, to bytes: inout [UInt8]) {
    bytes += #"{"settled":\#(outcome.batch),"statuses":"#.utf8
    let statuses = stretches(of: outcome.rows.map(\.status)).map { first, count, status in
      JSONValue.array([.string(status.rawValue), .number(JSONNumber(count))])
    }
    JSONValue.array(statuses).write(to: &bytes)
    let details = stretches(of: outcome.rows.map(\.detail)).compactMap { first, count, detail in
      detail.map {
        JSONValue.array([
          .number(JSONNumber(first)), .number(JSONNumber(count)), .string($0.code),
          .string($0.message),
        ])
      }
    }
    if !details.isEmpty {
      bytes += #","details":"#.utf8
      JSONValue.array(details).write(to: &bytes)
    }
    write("ids", outcome.rows.map(\.id), to: &bytes)
    write("links", outcome.rows.map(\.link), to: &bytes)
  }

  /// A text or null for each row, where any has a text.
  private static func write(_ name: String, _ texts: [String?], to bytes: inout [UInt8]) {
    guard texts.contains(where: { $0 != nil }) else { return }
    bytes += #",""#.utf8
    bytes += name.utf8
    bytes += #"":"#.utf8
    var separator = UInt8(ascii: "[")
    for text in texts {
      bytes.append(separator)
      if let text { JSONValue.write(text, to: &bytes) } else { bytes += "null".utf8 }
      separator = UInt8(ascii: ",")
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Where equal elements stand next to each other: the first index, how many, and the element.
  private static func stretches<Element: Equatable>(
    of elements: [Element]
  ) -> [(first: Int, count: Int, element: Element)] {
    var result: [(first: Int, count: Int, element: Element)] = []
    for (index, element) in elements.enumerated() {
      if let last = result.last, last.element == element {
        result[result.count - 1].count += 1
      } else {
        result.append((index, 1, element))
      }
    }
    return result
  }
}
