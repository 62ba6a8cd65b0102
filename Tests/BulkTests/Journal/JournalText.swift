import Bulk
import Foundation
import Providers
import TestSupport

/// CRC-32 bit by bit, as its definition has it.
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  var value: UInt32 = .max
  for byte in bytes {
    value ^= UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
  return ~value
}

/// A line with this content and the checksum that fits it; `content` ends before the closing brace.
func line(_ content: String) -> String {
  let sum = String(crc32(content.utf8), radix: 16)
  return content + ",\"sum\":\"" + String(repeating: "0", count: 8 - sum.count) + sum + "\"}"
}

extension JournalLine {
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  /// The line from its text, without a line end.
  static func parsing(_ text: String) throws(JournalLineFault) -> JournalLine {
    try JournalLine(parsing: [UInt8](text.utf8).span)
  }
}

let job = JournalJob(operation: "create", provider: "dub", address: "https://api.dub.co")

/// The fingerprint that stands for a row of tests.
func row(_ name: String) -> Fingerprint { Fingerprint(of: name.utf8) }

/// A journal in memory.
func text(_ lines: JournalLine...) -> [UInt8] { lines.flatMap(\.bytes) }

func begun(_ number: Int, boot: String = "") -> JournalLine {
  .run(JournalRun(number: number, process: 1, started: 0, boot: boot))
}

func intent(_ batch: Int, _ names: String...) -> JournalLine {
  .intent(JournalIntent(batch: batch, rows: names.map(row)))
}

func settled(_ batch: Int, _ statuses: Status...) -> JournalLine {
  .outcome(JournalOutcome(batch: batch, rows: statuses.map { JournalRowOutcome($0) }))
}
