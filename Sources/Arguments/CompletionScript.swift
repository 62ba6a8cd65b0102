// The completions of a program for whichever shell is asked for.

/// Completion scripts by the name of their shell.
package enum CompletionScript {
  /// The shells that there are scripts for.
  package enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }

  /// The command, in no help, by which scripts ask the program for a list of candidates.
  ///
  /// It is followed by the name of the list and by the words that are typed, the command's name first and
  /// what is being completed last; a candidate a line comes back, a few words about it behind a tab.
  package static let question = "__complete"

  /// Whether a script has to ask the program for candidates.
  static func asks(_ program: ProgramSpec) -> Bool {
    program.commands.contains { command in
      command.operand.candidates != nil || command.options.contains { $0.candidates != nil }
    }
  }

  /// The script of a program for a shell.
  package static func text(
    of program: ProgramSpec, for shell: Shell
  ) throws(UnknownReference) -> String {
    switch shell {
    case .bash: BashCompletion.text(of: program)
    case .zsh: try ZshCompletion.text(of: program)
    case .fish: try FishCompletion.text(of: program)
    }
  }
}
