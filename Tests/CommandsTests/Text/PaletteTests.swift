import Testing

@testable import Commands

@Suite struct PaletteTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var when: When
    var isTerminal: Bool
    var environment: [String: String] = [:]
    var isColored: Bool

    var testDescription: String { "\(when), terminal \(isTerminal), \(environment)" }
  }

  @Test(
    "--color rules, then NO_COLOR and TERM, then whether there is a terminal",
    arguments: [
      Case(when: .auto, isTerminal: true, isColored: true),
      Case(when: .auto, isTerminal: false, isColored: false),
      Case(when: .auto, isTerminal: true, environment: ["TERM": "xterm"], isColored: true),
      Case(when: .auto, isTerminal: true, environment: ["TERM": "dumb"], isColored: false),
      Case(when: .auto, isTerminal: true, environment: ["NO_COLOR": "1"], isColored: false),
      Case(when: .auto, isTerminal: true, environment: ["NO_COLOR": "0"], isColored: false),
      Case(when: .auto, isTerminal: true, environment: ["NO_COLOR": ""], isColored: true),
      Case(
        when: .always, isTerminal: false, environment: ["NO_COLOR": "1", "TERM": "dumb"],
        isColored: true),
      Case(when: .never, isTerminal: true, isColored: false),
    ])
  func rules(given: Case) {
    let palette = Palette(
      given.when, isTerminal: given.isTerminal, environment: given.environment)
    #expect(palette.isColored == given.isColored)
  }

  @Test("what is painted ends with its colour, and nothing is painted without one")
  func paint() {
    let palette = Palette(isColored: true)
    #expect(palette.paint("deleted", .green) == "\u{1B}[32mdeleted\u{1B}[0m")
    #expect(palette.paint("deleted", nil) == "deleted" && palette.paint("", .red).isEmpty)
    #expect(Palette.plain.paint("deleted", .green) == "deleted")
  }
}
