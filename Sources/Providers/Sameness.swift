// Whether two texts say one thing, in the forms in which providers write values anew. It decides what is
// asked and what need not be sent, never what an answer is of.

import HTTP
import Records

package enum Sameness {
  /// Whether two texts are one URL; text that is no URL is only the same as itself.
  package static func ofURLs(_ one: String, _ other: String) -> Bool {
    if ofTexts(one, other) { return true }
    guard let one = ParsedURL(one), let other = ParsedURL(other) else { return false }
    return one == other
  }

  /// Whether two texts are one moment.
  package static func ofMoments(_ one: String, _ other: String) -> Bool {
    if ofTexts(one, other) { return true }
    guard let one = ISODate.milliseconds(one), let other = ISODate.milliseconds(other) else {
      return false
    }
    return one == other
  }

  /// Byte by byte: texts that only look the same are equal to Swift.
  package static func ofTexts(_ one: String, _ other: String) -> Bool {
    one.hasSameBytes(as: other)
  }
}
