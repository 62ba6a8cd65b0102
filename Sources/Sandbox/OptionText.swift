// The texts that options take: spans, limits, latencies. Pure; the error holds what was expected.

/// Text that an option cannot take.
package struct OptionTextError: Error, Sendable, Equatable {
  /// The part that was not understood.
  package var text: String
  /// What could have stood there.
  package var expected: String

  package init(_ text: some StringProtocol, expected: String) {
    self.text = String(text)
    self.expected = expected
  }
}

extension Microseconds {
  private static let units = ["ms": 1000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000]

  /// A span such as `200ms`, `2s`, `1m` or `1h`, at most a day; a unit alone is one of it.
  package init(parsing text: some StringProtocol) throws(OptionTextError) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let error = OptionTextError(
      text, expected: "a span of at most a day, such as 200ms, 2s, 1m or 1h")
    guard let unit = Self.units[String(text.dropFirst(digits.count))] else { throw error }
    guard let number = digits.isEmpty ? 1 : Int64(digits) else { throw error }
    let (count, overflow) = number.multipliedReportingOverflow(by: Int64(unit))
    guard !overflow, Microseconds(count) <= .longest else { throw error }
    self.init(count)
  }
}

extension RateLimit {
  /// A limit such as `20/2s`, `60/m` or `100/s,burst=10`; `concurrency` takes a number alone.
  package init(parsing text: String, kind: Kind = .fixedWindow) throws(OptionTextError) {
    let error = OptionTextError(
      text,
      expected: kind == .concurrency
        ? "a number of requests from 1 to \(Self.most)"
        : "requests and a span, such as 20/2s, 60/m or 100/s,burst=10")
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    let rate = (parts.first ?? "").split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let requests = rate.first.flatMap({ Int($0) }), (1...Self.most).contains(requests) else {
      throw error
    }
    var burst: Int?
    if parts.count == 2 {
      burst = parts[1].hasPrefix("burst=") ? Int(parts[1].dropFirst(6)) : nil
      guard let burst, (1...Self.most).contains(burst) else { throw error }
    }
    guard rate.count == 2 else {
      guard kind == .concurrency else { throw error }
      self.init(requests, per: .seconds(1), kind: kind)
      return
    }
    let span = try Microseconds(parsing: rate[1])
    guard span >= .milliseconds(1) else { throw error }
    self.init(requests, per: span, kind: kind, burst: burst)
  }
}

/// How long answers take: a fixed time, or one between two bounds that differs by request.
package struct Latency: Sendable, Equatable {
  package var least: Microseconds
  package var most: Microseconds

  package static let none = Latency(least: .zero, most: .zero)

  package init(least: Microseconds, most: Microseconds) {
    self.least = min(least, most)
    self.most = max(least, most)
  }

  /// A span such as `50ms`, or two with a hyphen between them, such as `20ms-80ms`.
  package init(parsing text: String) throws(OptionTextError) {
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let least = try Microseconds(parsing: ends.first ?? "")
    self.init(least: least, most: ends.count == 2 ? try Microseconds(parsing: ends[1]) : least)
  }

  /// The latency of the request with that number; the same for the same number.
  package func delay(ofRequest number: Int) -> Microseconds {
    let width = UInt64(most.count - least.count) + 1
    let share = Scatter.mix(UInt64(truncatingIfNeeded: number)) % width
    return least + Microseconds(Int64(share))
  }
}

/// A fixed function that looks random (the finalizer of SplitMix64), for what must be repeatable.
package enum Scatter {
  package static func mix(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }

  /// The number that `mix` makes this one of; there is one for each.
  static func unmix(_ value: UInt64) -> UInt64 {
    // The factors are the inverses of those of `mix`.
    var bits = (value ^ value >> 31 ^ value >> 62) &* 0x3196_42B2_D24D_8EC3
    bits = (bits ^ bits >> 27 ^ bits >> 54) &* 0x96DE_1B17_3F11_9089
    return (bits ^ bits >> 30 ^ bits >> 60) &- 0x9E37_79B9_7F4A_7C15
  }
}
