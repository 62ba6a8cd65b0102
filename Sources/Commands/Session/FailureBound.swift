// How many rows may fail before a run stops.

/// A number of rows, or a part of all rows.
enum FailureBound: Sendable, Equatable {
  case rows(Int)
  case percent(Double)

  /// `20`, or `2.5%` up to 100.
  init?(_ text: String) {
    if text.hasSuffix("%") {
      let digits = text.dropLast()
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
        let percent = Double(digits), (0...100).contains(percent)
      else { return nil }
      self = .percent(percent)
    } else {
      guard let rows = Int(text), rows >= 0, text.utf8.first != UInt8(ascii: "+") else {
        return nil
      }
      self = .rows(rows)
    }
  }

  /// The number of rows at which the run stops; at least one has to fail.
  func limit(of total: Int) -> Int {
    switch self {
    case .rows(let rows): max(1, rows)
    case .percent(let percent): max(1, Int((Double(total) * percent / 100).rounded(.up)))
    }
  }
}
