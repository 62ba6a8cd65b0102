import Records
import Testing

/// Numbers as people read them.
@Suite struct CountWordsTests {
  @Test(
    "thousands are between commas",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567"),
      (-1_000, "-1,000"), (-12, "-12"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
  func grouped(number: Int, text: String) { #expect(number.grouped == text) }

  @Test("a noun is in the plural but after 1")
  func counted() {
    #expect(
      [0, 1, 2, 1_204].map { $0.counted("row") } == ["0 rows", "1 row", "2 rows", "1,204 rows"])
  }
}
