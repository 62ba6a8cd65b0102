// The text form of a fault rule: words in any order, such as `dub delete every=10 act-then-close`.

import HTTP

extension FaultRule {
  /// What a rule may say, for help and errors.
  package static let grammar = """
    which requests: a provider (\(names(SandboxProvider.self))), an operation \
    (\(names(SandboxOperation.self))), a method in capitals, a path; \
    every=N, first=N, percent=P, seed=N, after=N; \
    what happens: close, act-then-close, late=N, hang, act-then-hang, cut, cut=BYTES, \
    status=N, act-then-status=N, body="TEXT", header="NAME: VALUE", delay=SPAN
    """

  /// Words with blanks between them; double quotes hold blanks together, a backslash inside them takes
  /// the next character as it is (`\n` is a line end).
  package init(parsing text: String) throws(OptionTextError) {
    var draft = FaultDraft()
    for word in try FaultText.words(text) { try draft.take(word) }
    self = try draft.rule(from: text)
  }

  private static func names<T: RawRepresentable<String> & CaseIterable>(_ type: T.Type) -> String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

/// Words from text.
enum FaultText {
  static func words(_ text: String) throws(OptionTextError) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if isQuoted, character == "\\", let escaped = rest.popFirst() {
        word = (word ?? "") + (escaped == "n" ? "\n" : String(escaped))
      } else if !isQuoted, character.isWhitespace {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard !isQuoted else { throw OptionTextError(text, expected: "a closing quote") }
    if let word { words.append(word) }
    return words
  }
}

/// A rule while its words are read.
private struct FaultDraft {
  private var rule = FaultRule(.serve)
  private var action: FaultRule.Action?
  private var status: Int?
  private var actsBeforeStatus = false
  private var body: String?
  private var headers = HTTPHeaders()
  private var percent: Int?
  private var seed: UInt64?

  mutating func take(_ word: String) throws(OptionTextError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, !word.hasPrefix("/") {
      try take(parts[0], value: String(parts[1]), in: word)
    } else if let found = Self.actions[word] {
      try setAction(found, word)
    } else {
      try takeTarget(word)
    }
  }

  private mutating func takeTarget(_ word: String) throws(OptionTextError) {
    if let provider = SandboxProvider(rawValue: word) {
      rule.provider = provider
    } else if let operation = SandboxOperation(rawValue: word) {
      rule.operation = operation
    } else if word.hasPrefix("/") {
      rule.path = word
    } else if !word.isEmpty, word.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
      rule.method = word
    } else {
      throw OptionTextError(word, expected: FaultRule.grammar)
    }
  }

  private static let actions: [String: FaultRule.Action] = [
    "close": .close(acts: false), "act-then-close": .close(acts: true),
    "hang": .hang(acts: false), "act-then-hang": .hang(acts: true), "cut": .cut(bodyBytes: nil),
  ]

  private mutating func take(
    _ name: Substring, value: String, in word: String
  ) throws(OptionTextError) {
    switch name {
    case "every": rule.choice = .every(try number(value, 1...1_000_000, in: word))
    case "first": rule.choice = .first(try number(value, 1...1_000_000, in: word))
    case "after": rule.after = try number(value, 0...1_000_000, in: word)
    case "percent": percent = try number(value, 1...100, in: word)
    case "seed": seed = UInt64(try number(value, 0...Int.max, in: word))
    case "cut": try setAction(.cut(bodyBytes: try number(value, 0...1_000_000, in: word)), word)
    case "late": try setAction(.late(requests: try number(value, 0...1_000_000, in: word)), word)
    case "status": status = try number(value, 200...599, in: word)
    case "act-then-status":
      status = try number(value, 200...599, in: word)
      actsBeforeStatus = true
    case "body": body = value
    case "header": try takeHeader(value, in: word)
    case "delay": rule.delay = try Microseconds(parsing: value)
    default: throw OptionTextError(word, expected: FaultRule.grammar)
    }
  }

  private mutating func takeHeader(_ value: String, in word: String) throws(OptionTextError) {
    do throws(RequestFault) {
      try RequestHead.field(ArraySlice(value.utf8), to: &headers)
    } catch {
      throw OptionTextError(word, expected: "header=\"NAME: VALUE\"")
    }
  }

  private mutating func setAction(
    _ new: FaultRule.Action, _ word: String
  ) throws(OptionTextError) {
    guard action == nil else { throw OptionTextError(word, expected: "one action in a rule") }
    action = new
  }

  private func number(
    _ text: String, _ range: ClosedRange<Int>, in word: String
  ) throws(OptionTextError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw OptionTextError(
        word, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The finished rule, where the words make one.
  func rule(from text: String) throws(OptionTextError) -> FaultRule {
    var rule = rule
    if let percent {
      rule.choice = .percent(percent, seed: seed ?? 1)
    } else if seed != nil {
      throw OptionTextError(text, expected: "percent=P where there is a seed")
    }
    if let status {
      guard action == nil else { throw OptionTextError(text, expected: "one action in a rule") }
      rule.action = .answer(canned(status), acts: actsBeforeStatus)
    } else {
      guard body == nil, headers.fields.isEmpty else {
        throw OptionTextError(text, expected: "status=N where there is a body or a header")
      }
      rule.action = action ?? .serve
    }
    guard rule.action != .serve || rule.delay > .zero else {
      throw OptionTextError(text, expected: FaultRule.grammar)
    }
    return rule
  }

  private func canned(_ status: Int) -> HTTPResponse {
    var headers = headers
    let page = "<!DOCTYPE html>\n<html><body><h1>\(status)</h1></body></html>\n"
    if headers["Content-Type"] == nil { headers["Content-Type"] = "text/html; charset=utf-8" }
    return HTTPResponse(status: status, headers: headers, body: Array((body ?? page).utf8))
  }
}
