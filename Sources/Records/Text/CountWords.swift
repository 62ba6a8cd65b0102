// Numbers as people read them, in one style everywhere: thousands between commas, nouns in the plural but
// after 1.

extension Int {
  /// `1234567` as `1,234,567`.
  package var grouped: String {
    var text = ""
    for (index, digit) in String(magnitude).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + text.reversed()
  }

  /// The number and its noun: `1 row`, `1,204 rows`.
  package func counted(_ noun: String) -> String {
    "\(grouped) \(noun)\(self == 1 ? "" : "s")"
  }
}
