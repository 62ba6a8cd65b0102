// What a result says of a row that could not be read.

package import Providers
package import Records

extension RowFault {
  /// The fault as half a sentence, such as "the ID is empty".
  package var words: String {
    switch self {
    case .notText:
      "the row is not valid text in the file's encoding (UTF-8 unless it begins otherwise)"
    case .nul: "the row has the character U+0000 (NUL), which no text has"
    case .byteOrderMark:
      "the row begins with U+FEFF, the mark that belongs at the start of a file: files were joined;"
        + " name each by an option of its own instead, and they are read one after another"
    case .curlyQuotes(let field, let cell):
      "\(field) \(StrayCharacter.words(ofQuotesAround: cell)); CSV quotes with straight ones, which"
        + " also go around curly"
        + " ones that are meant"
    case .controlCharacter(let byte):
      "the ID has the control character " + UnicodeScalar(byte).codePoint
    case .emptyID: "the ID is empty"
    case .tooLong(let limit): "the row is longer than \(limit.grouped) bytes"
    case .strayQuote: "a quote is where CSV allows none"
    case .fieldCount(let found, let expected):
      "the row has \(found.counted("field")), the header \(expected)"
    case .json(let reason): "the row is not JSON: \(reason.words)"
    case .wrongKind(let kind): "the row is a JSON \(kind.rawValue), not an ID or an object"
    case .missingMember(let wanted):
      "the object has no member \(wanted.joined(separator: ", nor "))"
    case .repeatedMember(let name): "the object has \(name) more than once"
    case .wrongMemberKind(let kind): "the ID is a JSON \(kind.rawValue), not a string or a number"
    case .notWholeNumber(let text): "the ID \(text) is not a whole number"
    case .notAnObject(let kind): "the row is a JSON \(kind.rawValue), not an object"
    case .conflictingMembers(let first, let second):
      "\(first) and \(second) are the same field, or one is a part of the other"
    case .wrongCell(let field, let type, let found): "\(field) is \(found), not \(type.words)"
    case .cellNotJSON(let field, let reason): "\(field) is not JSON: \(reason.words)"
    case .resultWithoutID(let status):
      "the row is a result without an ID, of a row that is \(status), and names no link"
    case .resultWithoutLink(let status):
      "the row is a result without a link, of a row that is \(status), and has no fields"
    case .unnamedColumn(let number): "column \(number) has a value and no name"
    }
  }
}

extension Refusal {
  /// What is said of a row that could not be read.
  init(_ fault: RowFault) { self.init("malformed", fault.words) }

  /// Whether the row is none for not being text.
  package var isNotText: Bool { self == Refusal(RowFault.notText) }
}

extension CellType {
  /// What a cell should hold, as it is said of one that does not.
  fileprivate var words: String {
    switch self {
    case .text: "text"
    case .boolean: "true or false"
    case .number: "a number such as 12 or 1.5"
    case .object: "a JSON object"
    case .list: "a list: texts between commas, or a JSON array"
    case .numberList: "a list: numbers between commas, or a JSON array"
    }
  }
}

extension JSONError.Reason {
  /// The reason as half a sentence.
  package var words: String {
    switch self {
    case .unexpectedEnd: "it ends too early"
    case .unexpectedByte(let byte):
      (0x21...0x7E).contains(byte)
        ? "\"\(Character(UnicodeScalar(byte)))\" is not allowed there"
        : "byte \(byte) is not allowed there"
    case .trailingBytes: "something follows the value"
    case .malformedNumber: "a number is malformed"
    case .malformedEscape: "a string has an escape that does not exist"
    case .loneSurrogate: "a string has half of a surrogate pair"
    case .controlCharacter: "a string has a control character that is not escaped"
    case .notUTF8: "a string is not UTF-8"
    case .tooDeep: "too many values are inside one another"
    }
  }
}
