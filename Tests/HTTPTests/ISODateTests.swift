// Dates as JSON carries them, and what only looks like one.

import HTTP
import Testing

@Suite struct ISODateTests {
  @Test(
    "known dates are known moments",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1994-11-06T08:49:37.999Z", 784_111_777),
      ("2000-02-29T12:00:00.000Z", 951_825_600), ("1969-12-31T23:59:59Z", -1),
      ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] as [(String, Int64)])
  func known(text: String, moment: Int64) {
    #expect(ISODate.parse(text) == moment)
  }

  @Test(
    "anything else is no date",
    arguments: [
      "", "Z", "2027-02-29T00:00:00Z", "2027-13-01T00:00:00Z", "2027-01-31T24:00:00Z",
      "2027-01-31T12:60:00Z", "2027-01-31 12:00:00Z", "2027-01-31T12:00:00", "2027-1-31T12:00:00Z",
      "2027-01-31T12:00:00.Z", "2027-01-31T12:00:00+01Z", "+027-01-31T12:00:00Z",
      "2027-01-31T12:00:00.0.0Z", "２０２７-01-31T12:00:00Z",
      "2027-01-31T12:00:00.000000000000000000000Z",
    ])
  func none(text: String) {
    #expect(ISODate.parse(text) == nil)
  }

  @Test(
    "dates with any zone, to the minute or finer, are moments to the millisecond",
    arguments: [
      ("1970-01-01", 0), ("1970-01-01T00:00Z", 0), ("1970-01-01 00:01", 60_000),
      ("1970-01-01T01:00:00.5+01:00", 500), ("1969-12-31T22:30:00.123456-0130", 123),
      ("2027-01-31T11:00:00.000Z", 1_801_393_200_000),
    ] as [(String, Int64)])
  func moments(text: String, moment: Int64) {
    #expect(ISODate.milliseconds(text) == moment)
  }

  @Test(
    "and what only looks like one is none",
    arguments: [
      "tomorrow!!", "2027-02-30", "2027-01-31T", "2027-01-31T12", "2027-01-31T12:00+1",
      "2027-01-31T12:00+01:60", "2027-01-31T12:00.", "01/02/2027 12:00", "2027-01-31T12:00 UTC",
    ])
  func noMoments(text: String) {
    #expect(ISODate.milliseconds(text) == nil)
  }
}
