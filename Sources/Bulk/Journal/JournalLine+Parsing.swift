// Lines of a journal from text, which may be torn, flipped, or written by somebody else.

import Providers
import Records

/// Why a line is not one of a journal.
package enum JournalLineFault: Error, Sendable, Equatable {
  /// It does not end in a checksum that fits the rest: it is torn or was changed.
  case checksum
  /// The checksum fits, and the content is none that is written.
  case content
  /// The first line of a format that is not known here.
  case format(Int)
}

extension JournalLine {
  /// Reads a line without its end.
  package init(parsing line: Span<UInt8>) throws(JournalLineFault) {
    try Self.checkFormat(of: line)
    guard Self.hasRightSum(line) else { throw .checksum }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw .content
    }
    guard let read = Self.line(value) else { throw .content }
    self = read
  }

  /// A later format may have another way to end its lines, so its number is looked at first.
  private static func checkFormat(of line: Span<UInt8>) throws(JournalLineFault) {
    guard line.count > magic.count, line.begins(with: magic) else { return }
    var number = 0
    for index in magic.count..<min(line.count, magic.count + 9) {
      guard (0x30...0x39).contains(line[index]) else { break }
      number = number * 10 + Int(line[index] - 0x30)
      // Digits at the very end may be torn.
      if index + 1 == line.count { return }
    }
    if number != format { throw .format(number) }
  }

  private static func hasRightSum(_ line: Span<UInt8>) -> Bool {
    // `,"sum":"`, eight digits, `"}`.
    let length = sumPrefix.count + 10
    guard line.count > length else { return false }
    let content = line.extracting(first: line.count - length)
    var end = sumPrefix
    end += digits(of: Checksum.crc32(content))
    end += "\"}".utf8
    return line.extracting(last: length).begins(with: end)
  }

  private static func line(_ value: JSONValue) -> JournalLine? {
    switch value.object?.members.first?.name {
    case "linkctl_journal": job(value).map { .header($0) }
    case "run": run(value).map { .run($0) }
    case "batch": intent(value).map { .intent($0) }
    case "sent": sent(value)
    case "settled": outcome(value).map { .outcome($0) }
    case "ended": ended(value)
    default: nil
    }
  }

  private static func job(_ value: JSONValue) -> JournalJob? {
    guard let operation = value["operation"]?.string, let provider = value["provider"]?.string,
      let address = value["address"]?.string
    else { return nil }
    var terms: [String: String] = [:]
    for member in value["terms"]?.object?.members ?? [] {
      guard let text = member.value.string else { return nil }
      terms[member.name] = text
    }
    return JournalJob(operation: operation, provider: provider, address: address, terms: terms)
  }

  private static func run(_ value: JSONValue) -> JournalRun? {
    guard let number = count(value["run"]), number > 0, let process = count(value["process"]),
      let started = count(value["started"]), let boot = value["boot"]?.string
    else { return nil }
    return JournalRun(number: number, process: process, started: started, boot: boot)
  }

  private static func intent(_ value: JSONValue) -> JournalIntent? {
    var parts: [[Fingerprint]] = []
    for name in ["rows", "doubtful", "overtaken"] {
      switch value[name] {
      case nil: parts.append([])
      case .string(let text)?:
        guard let rows = FingerprintText.fingerprints(in: text) else { return nil }
        parts.append(rows)
      default: return nil
      }
    }
    guard let batch = count(value["batch"]), batch > 0 else { return nil }
    let intent = JournalIntent(
      batch: batch, rows: parts[0], doubtful: parts[1], overtaken: parts[2])
    return add(value["subjects"], to: intent)
  }

  private static func add(_ value: JSONValue?, to intent: JournalIntent) -> JournalIntent? {
    guard let value else { return intent }
    guard let halves = value.string.flatMap(FingerprintText.halves(in:)),
      halves.count == intent.all.count
    else { return nil }
    var intent = intent
    intent.subjects = halves.map { RowSubject(bits: $0) }
    return intent
  }

  private static func ended(_ value: JSONValue) -> JournalLine? {
    guard let run = count(value["ended"]), let open = count(value["open"]) else { return nil }
    return .ended(run: run, open: open)
  }

  private static func sent(_ value: JSONValue) -> JournalLine? {
    guard let batch = count(value["sent"]) else { return nil }
    guard let pairs = value["rows"] else { return .sent(batch, rows: []) }
    guard let pairs = pairs.array, !pairs.isEmpty else { return nil }
    var rows: [Range<Int>] = []
    for pair in pairs {
      guard let ends = pair.array, ends.count == 2, let first = count(ends[0]),
        let number = count(ends[1]), number > 0
      else { return nil }
      rows.append(first..<first + number)
    }
    return .sent(batch, rows: rows)
  }

  /// A whole number that is not negative and far from overflowing.
  static func count(_ value: JSONValue?) -> Int? {
    guard let number = value?.int64, (0...(1 << 53)).contains(number) else { return nil }
    return Int(number)
  }
}

extension Span<UInt8> {
  /// Whether the first bytes are these.
  func begins(with bytes: [UInt8]) -> Bool {
    guard count >= bytes.count else { return false }
    for index in bytes.indices where self[index] != bytes[index] { return false }
    return true
  }
}
