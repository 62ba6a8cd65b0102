// From bytes to the text of an ID: the one place that says what an ID may not be.

extension IDRow.Content {
  /// An ID that stands in bytes of unknown encoding.
  init(bytes: Span<UInt8>) {
    let control = bytes.firstControl(in: bytes.indices)
    if bytes.isEmpty {
      self = .malformed(.emptyID)
    } else if control < bytes.count {
      self = .malformed(.controlCharacter(bytes[control]))
    } else if let text = String(utf8: bytes) {
      self = .id(text)
    } else {
      self = .malformed(.notText)
    }
  }

  /// An ID that is text already; it is taken as it stands.
  init(text: String) {
    if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
      self = .malformed(.controlCharacter(control))
    } else if text.unicodeScalars.contains("\u{FFFD}") {
      // What stands for bytes that were no text: another ID than the one that was meant.
      self = .malformed(.notText)
    } else if text.utf8.allSatisfy(\.isBlank) {
      self = .malformed(.emptyID)
    } else {
      self = .id(text)
    }
  }

  /// An ID that is a JSON number: its text, where that is a whole number's.
  init(number: JSONNumber) {
    let isWhole = number.text.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") }
    self = isWhole ? .id(number.text) : .malformed(.notWholeNumber(number.text))
  }

  /// An ID that is the value of a member.
  init(member value: JSONValue) {
    switch value {
    case .string(let text): self.init(text: text)
    case .number(let number): self.init(number: number)
    case .null, .bool, .array, .object: self = .malformed(.wrongMemberKind(value.kind))
    }
  }
}
