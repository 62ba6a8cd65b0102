import Foundation
import TestSupport
import Testing

/// The completions of the repository, in their shells, at a terminal, with the real linkctl.
@Suite(.inTurn) struct ShellCompletionTests {
  /// Keys that are pressed, and the words that the line holds then.
  private static let rows: [(keys: String, words: String)] = [
    ("linkctl upd\t", "linkctl update"),
    ("linkctl delete --provider d\t", "linkctl delete --provider dub"),
    ("linkctl delete --provider=h\t", "linkctl delete --provider=hoko"),
    ("linkctl delete --skip\t", "linkctl delete --skip-invalid"),
    ("linkctl delete --ids-file li\t", "linkctl delete --ids-file links.txt"),
    ("linkctl delete --ids-file=li\t", "linkctl delete --ids-file=links.txt"),
    ("linkctl delete li\t", "linkctl delete li"),
    ("linkctl update --provider dub --set arch\t", "linkctl update --provider dub --set archived="),
    (
      "linkctl update --provider dub --set arch\tt\t",
      "linkctl update --provider dub --set archived=true"
    ),
    (
      "linkctl update --provider=dub --set=arch\tf\t",
      "linkctl update --provider=dub --set=archived=false"
    ),
    ("linkctl update --provider hoko --set arch\t", "linkctl update --provider hoko --set arch"),
    (
      "linkctl update --profile work --set coll\t",
      "linkctl update --profile work --set collectionId="
    ),
    (
      "linkctl create --provider shortpen --map domain\tx",
      "linkctl create --provider shortpen --map domain_id=x"
    ),
    ("linkctl create --duplicates re\t", "linkctl create --duplicates reuse"),
    ("linkctl delete --profile wo\t", "linkctl delete --profile work"),
    ("linkctl help prov\t", "linkctl help providers"),
    ("linkctl providers shortp\t", "linkctl providers shortpen"),
    ("linkctl journal sh\t", "linkctl journal show"),
    ("linkctl journal li\t", "linkctl journal li"),
    ("linkctl journal show li\t", "linkctl journal show links.txt"),
    ("linkctl delete --journal li\t", "linkctl delete --journal links.txt"),
    ("linkctl config ch\t", "linkctl config check"),
    ("linkctl completions f\t", "linkctl completions fish"),
  ]

  private let folder: TemporaryDirectory
  private let environment: [String: String]

  init() throws {
    folder = try TemporaryDirectory()
    _ = try folder.write("", to: "links.txt")
    for name in [
      "config/linkctl", "config/fish/completions", "data/bash-completion/completions", "zsh",
    ] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: true)
    }
    _ = try folder.write(
      #"{"profiles":{"work":{"provider":"hoko"},"other one":{}}}"#, to: "config/linkctl/config.json"
    )
    let tools = (try Tool("linkctl").path as NSString).deletingLastPathComponent
    environment = [
      "PATH": "\(tools):/usr/bin:/bin", "XDG_CONFIG_HOME": folder.file("config"),
      "XDG_DATA_HOME": folder.file("data"), "LC_ALL": "C.UTF-8",
    ]
  }

  private func install(_ script: String, as name: String) throws {
    try FileManager.default.copyItem(
      atPath: Repository.path("completions/\(script)"), toPath: folder.file(name))
  }

  /// Presses the keys of every row in a shell that is set up by a line.
  private func expectRows(
    _ arguments: [String], setup: @escaping @Sendable (_ answer: String) -> String
  ) async throws {
    let (folder, environment) = (folder, environment)
    let found = try await ShellTerminal.session {
      let shell = try ShellTerminal(
        arguments, environment: environment, in: folder, setup: setup)
      let found = try Self.rows.map { try shell.words(after: $0.keys).joined(separator: " ") }
      // Two commands begin so; all shells show both at the second press at the latest.
      try shell.show(["update", "upsert"], after: "linkctl up\t\t")
      return found
    }
    for (row, words) in zip(Self.rows, found) { #expect(words == row.words, "\(row.keys)") }
    #expect(found.count == Self.rows.count)
  }

  private static func shown(_ answer: String) -> String {
    let part = answer + ".part"
    return
      #"shown() { printf '%s\n' "$@" > '\#(part)'; mv '\#(part)' '\#(answer)'; }; PS1='REA''DY>'"#
  }

  @Test("bash completes without the bash-completion package")
  func bash() async throws {
    let script = Repository.path("completions/linkctl.bash")
    try await expectRows(["bash", "--norc", "-i"]) { ". '\(script)'; " + Self.shown($0) }
  }

  @Test("bash completes with the bash-completion package, which loads the script by itself")
  func bashCompletion() async throws {
    try install("linkctl.bash", as: "data/bash-completion/completions/linkctl")
    try await expectRows(["bash", "--norc", "-i"]) {
      ". /usr/share/bash-completion/bash_completion; " + Self.shown($0)
    }
  }

  @Test("zsh completes with the script in a folder of fpath")
  func zsh() async throws {
    try install("_linkctl", as: "zsh/_linkctl")
    let functions = folder.file("zsh")
    try await expectRows(["zsh", "-f", "-i"]) {
      "bindkey -e; fpath=('\(functions)' $fpath); autoload -Uz compinit; compinit -D -u; "
        + Self.shown($0)
    }
  }

  @Test("fish completes with the script in its folder")
  func fish() async throws {
    try install("linkctl.fish", as: "config/fish/completions/linkctl.fish")
    try await expectRows(["fish", "-i"]) { answer in
      let part = answer + ".part"
      return "function shown; printf '%s\\n' $argv > '\(part)'; mv '\(part)' '\(answer)'; end; "
        + "function fish_prompt; echo -n 'REA''DY>'; end"
    }
  }
}
