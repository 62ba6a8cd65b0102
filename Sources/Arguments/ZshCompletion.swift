// Completion for zsh, by its own `_arguments`.

/// The zsh completion script of a program, a file for a folder of `fpath`.
package enum ZshCompletion {
  /// The script; loading it by `source` works as well as by `fpath`.
  package static func text(of program: ProgramSpec) throws(UnknownReference) -> String {
    // zsh loads a function from the file of the same name, and that is the program's by custom.
    let function = "_" + program.name
    var text = "#compdef \(program.name)\n\n"
    if CompletionScript.asks(program) { text += asking(function, program.name) }
    text += "\(function)() {\n"
    if let command = program.ownCommand {
      text += try arguments(of: command, indent: "  ", function)
    } else {
      text += try dispatch(of: program, function)
    }
    return text + """
      }

      if [[ $funcstack[1] == \(function) ]]; then
        \(function) "$@"
      else
        compdef \(function) \(program.name)
      fi

      """
  }

  /// Lists of the program's own; no blank is put behind what a value is to follow.
  private static func asking(_ function: String, _ program: String) -> String {
    """
    \(function)_ask() {
      local line name
      local -a whole begun
      for line in ${(f)"$(command \(program) \(CompletionScript.question) $1 ${words[1,CURRENT - 1]} "$PREFIX" 2>/dev/null)"}; do
        name=${line%%$'\\t'*}
        line=${name//:/\\:}:${line#*$'\\t'}
        if [[ $name == *= ]]; then begun+=("$line"); else whole+=("$line"); fi
      done
      _describe -t values value whole -- begun -S ''
    }


    """
  }

  private static func dispatch(
    of program: ProgramSpec, _ function: String
  ) throws(UnknownReference) -> String {
    let general = try specs(of: CommandDescription.builtInGroup.options, among: [], function)
    var text = "  local -a commands=(\n"
    for command in program.commands {
      let summary = try References(to: command.options).plain(command.summary)
      let entry = "\(command.name):\(ShellText.escaping(summary, "\\:"))"
      text += "    \(ShellText.quoted(entry))\n"
    }
    text += """
        )
        if ((CURRENT == 2)); then
          if [[ $words[2] == -* ]]; then
            _arguments \(general.joined(separator: " "))
          else
            _describe -t commands command commands
          fi
          return
        fi
        shift words
        ((CURRENT--))
        case $words[1] in

      """
    for command in program.commands {
      text +=
        "  \(command.name))\n" + (try arguments(of: command, indent: "    ", function)) + "    ;;\n"
    }
    return text + "  esac\n"
  }

  private static func arguments(
    of command: CommandDescription, indent: String, _ function: String
  ) throws(UnknownReference) -> String {
    let options = command.allGroups.flatMap(\.options)
    let lines =
      try specs(of: options, among: command.options, function)
      + operand(of: command.operand, function)
    let inner = command.operand.isCommandLine ? Self.inner(indent: indent) : ""
    return inner + indent + "_arguments -s -S"
      + lines.map { " \\\n\(indent)  \($0)" }.joined() + "\n"
  }

  /// One specification an option: what it excludes, its names, its summary, its value.
  private static func specs(
    of options: [OptionDescription], among known: [OptionDescription], _ function: String
  ) throws(UnknownReference) -> [String] {
    let references = References(to: known)
    var specs: [String] = []
    for option in options {
      let summary = ShellText.escaping(try references.plain(option.summary), "\\[]:")
      let tail = "[\(summary)]\(value(of: option, function))"
      let long = option.name + suffix(of: option, long: true)
      guard let short = option.short else {
        specs.append(ShellText.quoted((option.isRepeatable ? "*" : "") + long + tail))
        continue
      }
      let exclusion = option.isRepeatable ? "*" : "(-\(short) \(option.name))"
      let names = "{-\(short)\(suffix(of: option, long: false)),\(long)}"
      specs.append(ShellText.quoted(exclusion) + names + ShellText.quoted(tail))
    }
    return specs
  }

  /// How a value follows the name: `=` and `+` also as the next word, `=-` and `-` attached alone.
  private static func suffix(of option: OptionDescription, long: Bool) -> String {
    if option.kind == .none { return "" }
    if option.isValueOptional { return long ? "=-" : "-" }
    return long ? "=" : "+"
  }

  private static func value(of option: OptionDescription, _ function: String) -> String {
    guard option.kind != .none else { return "" }
    let message = ShellText.escaping(option.placeholder ?? "", "\\:")
    return (option.isValueOptional ? "::" : ":") + message + ":"
      + action(for: option.kind, option.candidates, function)
  }

  private static func operand(of operand: OperandSpec, _ function: String) -> [String] {
    guard operand.count.upperBound > 0, !operand.isCommandLine else { return [] }
    let message = ShellText.escaping(operand.name, "\\:")
    // A message in place of candidates would keep options from being completed, so there is none.
    let action =
      operand.kind == .text && operand.candidates == nil
      ? "()" : action(for: operand.kind, operand.candidates, function)
    if !operand.leads.isEmpty {
      let words = "(\(operand.leads.joined(separator: " ")))"
      return [
        ShellText.quoted("1:\(message):\(words)"), ShellText.quoted("*:\(message):\(action)"),
      ]
    }
    if operand.count.upperBound == 1 {
      let colon = operand.count.lowerBound == 0 ? "::" : ":"
      return [ShellText.quoted("1\(colon)\(message):\(action)")]
    }
    return [ShellText.quoted("*:\(message):\(action)")]
  }

  /// Completes what follows `--` as the command line that it is.
  ///
  /// `_arguments` could do it but for a `--` right at the start, which it takes for a word.
  private static func inner(indent: String) -> String {
    """
    local -i place=${words[(ie)--]}
    if ((place < CURRENT)); then
      shift $place words
      ((CURRENT -= place))
      _normal
      return
    fi
    """.split(separator: "\n").map { indent + $0 + "\n" }.joined()
  }

  private static func action(
    for kind: ValueKind, _ candidates: String?, _ function: String
  ) -> String {
    if let candidates { return " \(function)_ask \(candidates)" }
    return switch kind {
    case .choice(let choices): "(\(choices.map(\.name).joined(separator: " ")))"
    case .file: "_files"
    case .folder: "_files -/"
    case .none, .integer, .time, .text: " "
    }
  }
}
