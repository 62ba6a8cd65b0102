import Arguments
import Commands
import Foundation
import TestSupport
import Testing
import linkctl_sandbox
import linkctl_sandbox

/// What the README shows works.
@Suite(.inTurn) struct ReadmeTests {
  private let lines: [String]

  init() throws {
    let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
    lines = text.split(separator: "\n").map(String.init)
  }

  /// The lines of the README that are typed into a shell, or put into a crontab.
  private var commands: [String] {
    var isTyped = false
    return lines.filter { line in
      if line.hasPrefix("```") {
        isTyped = line == "```sh" || line == "```crontab"
        return false
      }
      return isTyped
    }
  }

  @Test(
    "every line in the README that runs linkctl or linkctl-sandbox parses",
    arguments: [(Program.spec, 14), (SandboxTable.program, 5)])
  func examples(program: ProgramSpec, least: Int) {
    let faults = commands.map { line in
      (line, program.faults(inLine: line.replacing(".build/release/", with: "")))
    }
    #expect(faults.count { $0.1 != nil } >= least)
    for (line, faults) in faults { #expect(faults ?? [] == [], "\(line)") }
  }

  @Test("the files that the README names are there")
  func files() {
    let folders = ["Tests/", "man/", "completions/", ".ci/"]
    let names = commands.joined(separator: " ").split(separator: " ").filter { name in
      folders.contains { name.hasPrefix($0) }
    }
    #expect(names.count >= 8)
    for name in names {
      #expect(FileManager.default.fileExists(atPath: Repository.path(String(name))), "\(name)")
    }
  }

  @Test("the configuration that the README shows is taken", arguments: ["work", "shop", nil])
  func configuration(profile: String?) async throws {
    let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```json\n").dropFirst().first)
    let folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.file("linkctl"), withIntermediateDirectories: false)
    _ = try folder.write(
      try #require(block.components(separatedBy: "```").first), to: "linkctl/config.json")
    let uuid = "550e8400-e29b-41d4-a716-446655440000"
    let run = try await Tool("linkctl").run(
      ["delete", "--dry-run", profile == "shop" ? uuid : "link_01HK153X01XJ4G4Q6111T3JR8Y"]
        + (profile.map { ["--profile", $0] } ?? []),
      environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains(profile == "shop" ? "Hoko" : "Dub"))
  }

  @Test("the scripts are right in the eyes of bash", arguments: ["run", "tarball"])
  func scripts(name: String) async throws {
    let run = try await Tool(at: "/bin/bash").run(["-n", Repository.path(".ci/\(name)")])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
  }
}
