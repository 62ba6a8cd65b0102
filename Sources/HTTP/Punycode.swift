// Text outside ASCII as ASCII (RFC 3492, as Node's `punycode.toASCII` applies it: label by label, without
// any mapping of characters).

/// The ASCII form of text, as hosts and the keys of short links are stored.
package enum Punycode {
  /// Each part between dots that is not ASCII becomes `xn--…`; all else stays as it is.
  package static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: dots.contains
    ).map { label in
      label.allSatisfy(\.isASCII) ? String(label) : "xn--" + encoded(Array(label).map(\.value))
    }.joined(separator: ".")
  }

  /// What stands between labels.
  static let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]

  private static func encoded(_ input: [UInt32]) -> String {
    var output = input.filter { $0 < 0x80 }.map { UInt8(truncatingIfNeeded: $0) }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var bound: UInt32 = 128
    var delta = 0
    var bias = 72
    var done = basicCount
    while done < input.count, let next = input.lazy.filter({ $0 >= bound }).min() {
      delta += Int(next - bound) * (done + 1)
      bound = next
      for value in input {
        if value < bound { delta += 1 }
        guard value == bound else { continue }
        append(delta, bias: bias, to: &output)
        bias = adapted(delta, count: done + 1, isFirst: done == basicCount)
        delta = 0
        done += 1
      }
      delta += 1
      bound += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Adds a number in the digits of RFC 3492, section 3.3.
  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    var rest = delta
    var place = 36
    while true {
      let threshold = min(max(place - bias, 1), 26)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      place += 36
    }
    output.append(digit(rest))
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var rest = isFirst ? delta / 700 : delta / 2
    rest += rest / count
    var steps = 0
    while rest > 455 {
      rest /= 35
      steps += 36
    }
    return steps + 36 * rest / (rest + 38)
  }

  private static func digit(_ value: Int) -> UInt8 {
    let value = UInt8(clamping: value)
    return value < 26 ? UInt8(ascii: "a") + value : UInt8(ascii: "0") + value - 26
  }
}

extension Punycode {
  /// The text that a label stands for, given without its `xn--`; `nil` where it stands for none.
  static func decoded(_ label: String) -> String? {
    let bytes = Array(label.utf8)
    let mark = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(mark ?? 0)].map { UInt32($0) }
    guard output.allSatisfy({ $0 < 0x80 }) else { return nil }
    var rest = bytes[(mark.map { $0 + 1 } ?? 0)...]
    var (bound, place, bias) = (128, 0, 72)
    while !rest.isEmpty {
      guard let delta = takeNumber(from: &rest, bias: bias) else { return nil }
      let count = output.count + 1
      bias = adapted(delta, count: count, isFirst: place == 0)
      place += delta
      bound += place / count
      place %= count
      guard bound >= 0x80, let scalar = UInt32(exactly: bound).flatMap(Unicode.Scalar.init) else {
        return nil
      }
      output.insert(scalar.value, at: place)
      place += 1
    }
    return output.reduce(into: "") { text, value in
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
  }

  /// The next number of RFC 3492, section 3.3; `nil` where the text ends within it or it is too large.
  private static func takeNumber(from rest: inout ArraySlice<UInt8>, bias: Int) -> Int? {
    var (number, weight, place) = (0, 1, 36)
    while let byte = rest.popFirst() {
      guard let digit = value(of: byte) else { return nil }
      number += digit * weight
      guard number <= mostDelta else { return nil }
      let threshold = min(max(place - bias, 1), 26)
      if digit < threshold { return number }
      weight *= 36 - threshold
      guard weight <= mostDelta else { return nil }
      place += 36
    }
    return nil
  }

  /// No code point in a label of any sensible length is farther away.
  private static let mostDelta = 1 << 40

  private static func value(of digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit - UInt8(ascii: "a"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0")) + 26
    default: nil
    }
  }
}
