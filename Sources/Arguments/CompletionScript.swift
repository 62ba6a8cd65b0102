// The completions of a program for whichever shell is asked for.

/// Completion scripts by the name of their shell.
package enum CompletionScript {
  /// The shells that there are scripts for.
  package enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }

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
