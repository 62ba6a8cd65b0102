// Why bytes are not JSON, as data; whoever shows it makes the sentence.

/// The first place at which bytes stop being JSON.
package struct JSONError: Error, Sendable, Equatable {
  /// What was wrong there.
  package enum Reason: Sendable, Equatable {
    /// The bytes ended inside a value, or there were none.
    case unexpectedEnd
    /// A byte that cannot stand there.
    case unexpectedByte(UInt8)
    /// Something other than white space after the value.
    case trailingBytes
    /// A number that breaks the grammar, such as `01` or `1.`.
    case malformedNumber
    /// A backslash with something other than the nine escapes after it.
    case malformedEscape
    /// Half of a surrogate pair, which is no character.
    case loneSurrogate
    /// A control character that should have been escaped.
    case controlCharacter(UInt8)
    /// A string that is not UTF-8.
    case notUTF8
    /// More arrays and objects inside one another than `JSONParser.maximumDepth`.
    case tooDeep
  }

  /// How many bytes precede the fault.
  package let offset: Int
  package let reason: Reason

  package init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}
