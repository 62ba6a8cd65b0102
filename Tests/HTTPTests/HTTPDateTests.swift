// The three forms of an HTTP date, and everything that only looks like one.

import Foundation
import HTTP
import Testing

@Suite struct HTTPDateTests {
  @Test(
    "a date in each of the three forms is the same moment",
    arguments: [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
      "Sun Nov  6 08:49:37 1994", "sun, 06 nov 1994 08:49:37 gmt",
    ])
  func forms(text: String) {
    #expect(HTTPDate.parse(text) == 784_111_777)
  }

  @Test(
    "known dates are known moments",
    arguments: [
      ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
      ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
      ("Sat, 29 Feb 2020 00:00:00 GMT", 1_582_934_400),
      ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),
      ("Saturday, 01-Jan-00 00:00:00 GMT", 946_684_800),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ] as [(String, Int64)])
  func known(text: String, moment: Int64) {
    #expect(HTTPDate.parse(text) == moment)
  }

  @Test(
    "what is not a date is nothing",
    arguments: [
      "", " ", "soon", "0", "-1", "GMT", "Sun, 06 Nov 1994 08:49:37",
      "Sun, 06 Nov 1994 08:49:37 CET",
      "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 29 Feb 1900 08:49:37 GMT",
      "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
      "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
      "Sun, 06 Nov 1994 -8:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT",
      "Sun, 99999999999999999999 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 ::: GMT",
      "Xyz, 06 Nov 1994 08:49:37 GMT", "Sunday, 06--Nov-94 08:49:37", "Sun Nov 6 08:49:37 94",
      "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT extra",
      "Sun, ٠٦ Nov 1994 08:49:37 GMT", "\u{0}\u{1}\u{2}",
      String(repeating: "Sun, ", count: 1000), String(repeating: "9", count: 100_000),
    ])
  func garbage(text: String) {
    #expect(HTTPDate.parse(text) == nil)
  }

  @Test("a written date is read back, and is what Foundation writes")
  func roundTrip() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    for moment in stride(from: Int64(-2_000_000_000), to: 8_000_000_000, by: 7_654_321) {
      let text = HTTPDate.format(moment)
      #expect(HTTPDate.parse(text) == moment)
      #expect(text == formatter.string(from: Date(timeIntervalSince1970: Double(moment))))
    }
  }

  @Test("moments that no date can hold are moved to the nearest that one can")
  func extremes() {
    #expect(HTTPDate.format(.max) == "Fri, 31 Dec 9999 23:59:59 GMT")
    #expect(HTTPDate.format(.min) == "Mon, 01 Jan 0001 00:00:00 GMT")
  }
}
