// Which names are offered for a mistyped one.

import Testing

@testable import Arguments

@Suite struct NearestNameTests {
  @Test(
    "the distance counts letters added, left out, replaced and swapped",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abcd", 1),
      ("abc", "xbc", 1), ("kitten", "sitting", 3), ("delete", "dleete", 1), ("ab", "ba", 1),
      ("abcd", "badc", 2),
    ])
  func distance(left: String, right: String, expected: Int) {
    #expect(NearestName.distance(Array(left), Array(right)) == expected)
    #expect(NearestName.distance(Array(right), Array(left)) == expected)
  }

  @Test(
    "only names that can be meant are named",
    arguments: [
      ("dubb", ["dub"]), ("DUB", ["dub"]), ("external_id", ["externalId"]), ("", []), ("x", []),
      ("shrotpen", ["shortpen"]), ("short", ["shortpen"]), ("hokk", ["hoko"]), ("zebra", []),
      (String(repeating: "d", count: 100_000), []),
    ])
  func nearest(typed: String, expected: [String]) {
    let names = ["dub", "hoko", "shortpen", "externalId"]
    #expect(NearestName.nearest(to: typed, among: names) == expected)
  }

  @Test("of names equally close, the first three are named, closer ones alone")
  func several() {
    #expect(NearestName.nearest(to: "bar", among: ["bat", "baz", "bas", "ban"]).count == 3)
    #expect(NearestName.nearest(to: "bat", among: ["bar", "bat"]) == ["bat"])
  }
}
