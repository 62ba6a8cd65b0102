// Completion for bash, with nothing but bash: the bash-completion package is not needed.

/// The bash completion script of a program.
package enum BashCompletion {
  /// The script, to be sourced or put into a folder of completions.
  package static func text(of program: ProgramSpec) -> String {
    let function = ShellText.function(for: program.name)
    var text = helpers(
      function, asking: CompletionScript.asks(program) ? program.name : nil)
    text += "\(function)() {\n" + preamble
    if let command = program.ownCommand {
      text += cases(of: command, function, indent: "  ")
    } else {
      text += dispatch(of: program, function)
    }
    return text + "}\n\ncomplete -F \(function) \(program.name)\n"
  }

  /// They complete `$value`, of which bash replaces what follows the first `$drop` characters.
  private static func helpers(_ function: String, asking program: String?) -> String {
    """
    # bash completion

    \(function)_reply() {
      local line
      COMPREPLY=()
      while IFS= read -r line; do COMPREPLY+=("${line:drop}"); done
    }

    \(function)_words() {
      \(function)_reply < <(compgen -W "$1" -- "$value")
    }

    \(function)_paths() {
      compopt -o filenames 2>/dev/null
      \(function)_reply < <(compgen -A "$1" -- "$value")
    }


    """ + (program.map { asking(function, $0) } ?? "")
  }

  /// Lists of the program's own; no blank is put behind what a value is to follow.
  private static func asking(_ function: String, _ program: String) -> String {
    """
    \(function)_ask() {
      local line
      COMPREPLY=()
      while IFS= read -r line; do
        line=${line%%$'\\t'*}
        [[ $line == "$value"* ]] || continue
        if [[ $line == *= ]]; then compopt -o nospace 2>/dev/null; fi
        COMPREPLY+=("${line:drop}")
      done < <(command \(program) \(CompletionScript.question) "$1" "${words[@]:1}" 2>/dev/null)
    }


    """
  }

  /// Finds what is being typed, what stands before it, and where `--` is; bash makes `=` a word, so what
  /// it has taken apart is put together first.
  private static let preamble = """
      local typed=${COMP_WORDS[COMP_CWORD]} value='' previous='' assigned='' ended=0 drop=0
      local word index joins=0
      local -a words=()
      for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if ((index > 1)) && [[ -n $word && -z ${word//=/} ]]; then
          words[${#words[@]} - 1]+=$word joins=1
        elif ((joins == 1)); then
          words[${#words[@]} - 1]+=$word joins=0
        else
          words+=("$word")
        fi
        if [[ $word == '--' && $index -lt $COMP_CWORD && $ended == 0 ]]; then ended=$index; fi
      done
      value=${words[${#words[@]} - 1]}
      if ((${#words[@]} > 1)); then previous=${words[${#words[@]} - 2]}; fi
      if [[ $ended == 0 && $value == --*=* ]]; then
        previous=${value%%=*} value=${value#*=} assigned=1
      fi
      if [[ -n $typed && -z ${typed//=/} ]]; then typed=''; fi
      drop=$((${#value} - ${#typed}))
      COMPREPLY=()

    """

  private static func dispatch(of program: ProgramSpec, _ function: String) -> String {
    let names = program.commands.map(\.name) + OptionDescription.builtIn.map(\.name)
    var text = """
        if ((COMP_CWORD == 1)); then
          \(function)_words \(ShellText.quoted(names.joined(separator: " ")))
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
      lines += arms(of: values, function)
      lines += ["  esac"]
    }
    let names = command.allGroups.flatMap(\.options).flatMap { option in
      [option.name] + (option.short.map { ["-\($0)"] } ?? [])
    }
    lines += [
      "  if [[ $value == -* && -z $assigned ]]; then",
      "    \(function)_words \(ShellText.quoted(names.joined(separator: " ")))",
      "    return", "  fi", "fi",
    ]
    lines += operand(of: command.operand, function)
    return lines.map { indent + $0 + "\n" }.joined()
  }

  /// Options whose values are completed alike share an arm.
  private static func arms(of options: [OptionDescription], _ function: String) -> [String] {
    var arms: [(patterns: [String], body: [String])] = []
    for option in options {
      let patterns = (option.short.map { ["-\($0)"] } ?? []) + [option.name]
      let body = value(of: option, function)
      if let place = arms.firstIndex(where: { $0.body == body }) {
        arms[place].patterns += patterns
      } else {
        arms.append((patterns, body))
      }
    }
    return arms.flatMap { arm in
      ["  \(arm.patterns.joined(separator: " | ")))"] + arm.body + ["    ;;"]
    }
  }

  private static func value(of option: OptionDescription, _ function: String) -> [String] {
    let action = completing(option.kind, option.candidates, function).map { [$0] } ?? []
    let lines = action + ["return"]
    guard option.isValueOptional else { return lines.map { "    " + $0 } }
    return ["    if [[ -n $assigned ]]; then"] + lines.map { "      " + $0 } + ["    fi"]
  }

  private static func operand(of operand: OperandSpec, _ function: String) -> [String] {
    guard operand.isCommandLine else {
      let lines = completing(operand.kind, operand.candidates, function).map { [$0] } ?? []
      guard !operand.leads.isEmpty else { return lines }
      let patterns = operand.leads.map { "*' \($0) '*" }.joined(separator: " | ")
      let words = ShellText.quoted(operand.leads.joined(separator: " "))
      return ["case \" ${words[*]:2:${#words[@]} - 3} \" in", "\(patterns))"]
        + (lines.isEmpty ? ["  :"] : lines.map { "  " + $0 })
        + ["  ;;", "*) \(function)_words \(words) ;;", "esac"]
    }
    return [
      "if ((ended > 0 && COMP_CWORD == ended + 1)); then",
      "  \(function)_paths command",
      "elif ((ended > 0)); then", "  \(function)_paths file", "fi",
    ]
  }

  private static func completing(
    _ kind: ValueKind, _ candidates: String?, _ function: String
  ) -> String? {
    if let candidates { return "\(function)_ask \(candidates)" }
    switch kind {
    case .choice(let choices):
      let names = choices.map(\.name).joined(separator: " ")
      return "\(function)_words \(ShellText.quoted(names))"
    case .file: return "\(function)_paths file"
    case .folder: return "\(function)_paths directory"
    case .none, .integer, .time, .text: return nil
    }
  }
}
