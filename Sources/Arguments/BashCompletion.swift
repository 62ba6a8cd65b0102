// Completion for bash, with nothing but bash: the bash-completion package is not needed.

/// The bash completion script of a program.
package enum BashCompletion {
  /// The script, to be sourced or put into a folder of completions.
  package static func text(of program: ProgramSpec) -> String {
    let function = ShellText.function(for: program.name)
    var text = helpers(function)
    text += "\(function)() {\n" + preamble
    if let command = program.ownCommand {
      text += cases(of: command, function, indent: "  ")
    } else {
      text += dispatch(of: program, function)
    }
    return text + "}\n\ncomplete -F \(function) \(program.name)\n"
  }

  /// `$1` is what is typed; the rest are the words or the action of `compgen`.
  private static func helpers(_ function: String) -> String {
    """
    # bash completion

    \(function)_reply() {
      local line
      COMPREPLY=()
      while IFS= read -r line; do COMPREPLY+=("$line"); done
    }

    \(function)_words() {
      \(function)_reply < <(compgen -W "$2" -- "$1")
    }

    \(function)_paths() {
      compopt -o filenames 2>/dev/null
      \(function)_reply < <(compgen -A "$2" -- "$1")
    }


    """
  }

  /// Finds what is being typed, what stands before it, and where `--` is; bash makes `=` a word.
  private static let preamble = """
      local current=${COMP_WORDS[COMP_CWORD]} previous='' assigned='' ended=0 index
      if ((COMP_CWORD > 0)); then previous=${COMP_WORDS[COMP_CWORD - 1]}; fi
      if [[ $current == '=' ]]; then
        current='' assigned=1
      elif [[ $previous == '=' ]] && ((COMP_CWORD > 1)); then
        previous=${COMP_WORDS[COMP_CWORD - 2]} assigned=1
      fi
      for ((index = 1; index < COMP_CWORD; index++)); do
        if [[ ${COMP_WORDS[index]} == '--' ]]; then
          ended=$index
          break
        fi
      done
      COMPREPLY=()

    """

  private static func dispatch(of program: ProgramSpec, _ function: String) -> String {
    let names = program.commands.map(\.name) + OptionDescription.builtIn.map(\.name)
    var text = """
        if ((COMP_CWORD == 1)); then
          \(function)_words "$current" \(ShellText.quoted(names.joined(separator: " ")))
          return
        fi
        case ${COMP_WORDS[1]} in

      """
    for command in program.commands {
      text += "  \(command.name))\n" + cases(of: command, function, indent: "    ") + "    ;;\n"
    }
    return text + "  esac\n"
  }

  /// Values of options, then names of options, then operands.
  private static func cases(
    of command: CommandDescription, _ function: String, indent: String
  ) -> String {
    var lines = ["if ((ended == 0)); then"]
    let values = command.options.filter { $0.kind != .none }
    if !values.isEmpty {
      lines += ["  case $previous in"]
      for option in values { lines += value(of: option, function) }
      lines += ["  esac"]
    }
    let names = command.allGroups.flatMap(\.options).flatMap { option in
      [option.name] + (option.short.map { ["-\($0)"] } ?? [])
    }
    lines += [
      "  if [[ $current == -* ]]; then",
      "    \(function)_words \"$current\" \(ShellText.quoted(names.joined(separator: " ")))",
      "    return", "  fi", "fi",
    ]
    lines += operand(of: command.operand, function)
    return lines.map { indent + $0 + "\n" }.joined()
  }

  private static func value(of option: OptionDescription, _ function: String) -> [String] {
    let pattern = (option.short.map { ["-\($0)"] } ?? []) + [option.name]
    var lines = ["  \(pattern.joined(separator: " | ")))"]
    let action = completing(option.kind, function).map { [$0] } ?? []
    if option.isValueOptional {
      lines += ["    if [[ -n $assigned ]]; then"]
      lines += (action + ["return"]).map { "      " + $0 } + ["    fi"]
    } else {
      lines += (action + ["return"]).map { "    " + $0 }
    }
    return lines + ["    ;;"]
  }

  private static func operand(of operand: OperandSpec, _ function: String) -> [String] {
    guard operand.isCommandLine else {
      return completing(operand.kind, function).map { [$0] } ?? []
    }
    return [
      "if ((ended > 0 && COMP_CWORD == ended + 1)); then",
      "  \(function)_paths \"$current\" command",
      "elif ((ended > 0)); then", "  \(function)_paths \"$current\" file", "fi",
    ]
  }

  private static func completing(_ kind: ValueKind, _ function: String) -> String? {
    switch kind {
    case .choice(let choices):
      let names = choices.map(\.name).joined(separator: " ")
      return "\(function)_words \"$current\" \(ShellText.quoted(names))"
    case .file: return "\(function)_paths \"$current\" file"
    case .folder: return "\(function)_paths \"$current\" directory"
    case .none, .integer, .seconds, .text: return nil
    }
  }
}
