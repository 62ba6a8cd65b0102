// Makes text from outside fit for a terminal: nothing in it can move the cursor, change colours or
// turn the direction of what follows.

/// Text that was typed or received, for showing to a person.
package enum HarmlessText {
  private static let longest = 80

  /// The text with every control, format and line-breaking character written as `\u{1B}`.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return result
  }

  /// The text escaped, in double quotes, its end cut off where it is longer than a line.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    let scalars = text.unicodeScalars
    for scalar in scalars.prefix(longest) { append(scalar, to: &result) }
    if scalars.dropFirst(longest).first != nil { result += "…" }
    return result + "\""
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case " "..."~": result.unicodeScalars.append(scalar)
    default:
      if isHarmless(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
      .privateUse:
      false
    default: true
    }
  }
}
