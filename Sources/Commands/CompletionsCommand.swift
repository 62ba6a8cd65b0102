// `linkctl completions SHELL`: the script that a shell reads.

import Arguments

enum CompletionsCommand {
  struct Values: Sendable {}

  static let name = "completions"

  static let spec = CommandSpec<Values>(
    name, summary: "print the completions for a shell",
    discussion: "Prints a script that makes the shell complete commands, options and their values.",
    operand: .one("SHELL", .choice(CompletionScript.Shell.allCases.map { Choice($0.rawValue) })),
    defaults: Values(),
    examples: [
      Example("Try the completions in this bash", "source <(linkctl completions bash)"),
      Example(
        "Install them for fish",
        "linkctl completions fish > ~/.config/fish/completions/linkctl.fish"),
    ],
    exitStatuses: [ExitStatus.done, .usage].map(\.definition))

  static func text(_ arguments: [String]) throws -> String {
    let name = try spec.parse(arguments).operands.first ?? ""
    guard let shell = CompletionScript.Shell(rawValue: name) else {
      throw UsageError.badValue(
        of: "completions", expected: spec.operand.kind.expectation, given: name,
        nearest: NearestName.nearest(
          to: name, among: CompletionScript.Shell.allCases.map(\.rawValue)))
    }
    return try CompletionScript.text(of: Program.spec, for: shell)
  }
}
