// Completion for fish: one `complete` a fact, each with the condition under which it holds.

/// The fish completion script of a program.
package enum FishCompletion {
  /// The script, a file for a folder of completions.
  package static func text(of program: ProgramSpec) throws(UnknownReference) -> String {
    let function = "_" + ShellText.function(for: program.name)
    let start = "complete -c \(program.name)"
    var text = "# fish completion\n\n" + conditions(function)
    if program.commands.contains(where: \.operand.isCommandLine) { text += inner(function) }
    if CompletionScript.asks(program) { text += asking(function, program.name) }
    var lines = ["\(start) -f"]
    if let command = program.ownCommand {
      lines += try completions(of: command, start, function, condition: "")
    } else {
      let first = "\(start) -n \(function)_needs_command"
      for command in program.commands {
        let summary = ShellText.quotedForFish(
          try References(to: command.options).plain(command.summary))
        lines.append("\(first) -a \(command.name) -d \(summary)")
      }
      lines += try options(OptionDescription.builtIn, among: [], first, function)
      for command in program.commands {
        lines += try completions(of: command, start, function, condition: " \(command.name)")
      }
    }
    return text + lines.joined(separator: "\n") + "\n"
  }

  /// Whether a command is still to be named; whether the one named runs; whether options may come.
  private static func conditions(_ function: String) -> String {
    """
    function \(function)_needs_command
        test (count (commandline -opc)) -eq 1
    end

    function \(function)_runs
        set -l words (commandline -opc)
        test (count $argv) -eq 0; or test "$words[2]" = "$argv[1]"
    end

    function \(function)_takes_options
        \(function)_runs $argv; and not contains -- -- (commandline -opc)
    end


    """
  }

  /// Completes what follows `--` as the command line that it is.
  private static func inner(_ function: String) -> String {
    """
    function \(function)_inner
        set -l words (commandline -opc)
        set -l place (contains -i -- -- $words); or return
        set -e words[1..$place]
        complete -C (string join -- ' ' (string escape -- $words) (commandline -ct))
    end


    """
  }

  /// Lists of the program's own.
  private static func asking(_ function: String, _ program: String) -> String {
    """
    function \(function)_ask
        set -l words (commandline -opc) (commandline -ct)
        command \(program) \(CompletionScript.question) $argv[1] $words[2..-1] 2>/dev/null
    end


    """
  }

  private static func completions(
    of command: CommandDescription, _ start: String, _ function: String, condition: String
  ) throws(UnknownReference) -> [String] {
    let takesOptions = ShellText.quotedForFish("\(function)_takes_options\(condition)")
    let runs = ShellText.quotedForFish("\(function)_runs\(condition)")
    let lines = try options(
      command.allGroups.flatMap(\.options), among: command.options,
      "\(start) -n \(takesOptions)", function)
    if command.operand.isCommandLine {
      return lines + ["\(start) -n \(runs) -a '(\(function)_inner)'"]
    }
    let operand = command.operand
    let action = action(for: operand.kind, operand.candidates, function)
    guard !operand.leads.isEmpty else {
      return action.isEmpty ? lines : lines + ["\(start) -n \(runs)\(action)"]
    }
    let words = operand.leads.joined(separator: " ")
    let seen = "\(function)_runs\(condition); and __fish_seen_subcommand_from \(words)"
    let unseen = "\(function)_runs\(condition); and not __fish_seen_subcommand_from \(words)"
    return lines + [
      "\(start) -n \(ShellText.quotedForFish(unseen)) -a \(ShellText.quotedForFish(words))",
      "\(start) -n \(ShellText.quotedForFish(seen))\(action)",
    ]
  }

  private static func options(
    _ options: [OptionDescription], among known: [OptionDescription], _ start: String,
    _ function: String
  ) throws(UnknownReference) -> [String] {
    let references = References(to: known)
    var lines: [String] = []
    for option in options {
      let short = option.short.map { " -s \($0)" } ?? ""
      // A value that may be left out is never the next word.
      let value =
        option.takesNextArgument ? (option.kind == .file ? " -r" : " -x") : ""
      let summary = ShellText.quotedForFish(try references.plain(option.summary))
      let action = action(for: option.kind, option.candidates, function)
      lines.append("\(start)\(short) -l \(option.long)\(value)\(action) -d \(summary)")
    }
    return lines
  }

  /// What completes a value, as further arguments of `complete`.
  private static func action(
    for kind: ValueKind, _ candidates: String?, _ function: String
  ) -> String {
    if let candidates { return " -a '(\(function)_ask \(candidates))'" }
    switch kind {
    case .choice(let choices):
      let words = choices.map { choice in
        choice.summary.isEmpty
          ? choice.name : choice.name + "\\t" + ShellText.quotedForFish(choice.summary)
      }
      return " -a " + ShellText.quotedForFish(words.joined(separator: " "))
    case .file: return " -F"
    case .folder: return " -a '(__fish_complete_directories)'"
    case .none, .integer, .time, .text: return ""
    }
  }
}
