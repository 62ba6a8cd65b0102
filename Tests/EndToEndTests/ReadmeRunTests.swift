import Foundation
import Sandbox
import TestSupport
import Testing

/// The blocks of the README can be pasted, and print what stands there; LINKCTL_RECORD=1 writes that anew.
@Suite(.inTurn) struct ReadmeRunTests {
  private let readme: ReadmeText
  private let sandbox: Tool
  private let folder: TemporaryDirectory

  init() throws {
    readme = try ReadmeText()
    sandbox = try Tool("linkctl-sandbox")
    folder = try TemporaryDirectory()
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("Tests"), withDestinationPath: Repository.path("Tests"))
  }

  /// Runs blocks one after the other in one bash, which `start` may put into the sandbox; gives what each
  /// printed, on both streams.
  private func run(
    _ blocks: [(index: Int, text: String)], in place: String, sandboxed: Bool
  ) async throws -> [Int: [String]] {
    let programs = URL(fileURLWithPath: sandbox.path).deletingLastPathComponent().path
    var script = "exec 2>&1\ncd '\(place)'\nPATH='\(programs)':$PATH\n"
    for block in blocks { script += "printf '\\001%s\\n' \(block.index)\n\(block.text)\n" }
    let path = try folder.write(script, to: "script-\(blocks.first?.index ?? 0)")
    let run =
      sandboxed
      ? try await sandbox.run(["-q", "--", "bash", path])
      : try await Tool(at: "/bin/bash").run([path])
    var outputs: [Int: [String]] = [:]
    for part in run.output.components(separatedBy: "\u{1}").dropFirst() {
      var lines = part.components(separatedBy: "\n")
      if lines.last == "" { lines.removeLast() }
      guard let index = lines.first.flatMap({ Int($0) }) else { continue }
      outputs[index] = Array(lines.dropFirst())
    }
    return outputs
  }

  /// The jobs and recipes are typed into one shell, which the first of them begins.
  private func jobs() async throws -> [Int: [String]] {
    try FileManager.default.copyItem(
      atPath: Repository.path("Tests/Samples"), toPath: folder.file("samples"))
    let blocks = readme.shellBlocks(in: ["The five commonest jobs", "Recipes"])
    let start = try #require(blocks.first)
    #expect(
      start.text.hasPrefix("cp -r Tests/Samples ") && start.text.hasSuffix("-sandbox -- bash"))
    return try await run(Array(blocks.dropFirst()), in: folder.file("samples"), sandboxed: true)
  }

  /// Blocks that begin a sandbox themselves; what is built for them is what is tested here.
  private func others() async throws -> [Int: [String]] {
    let blocks = readme.shellBlocks(in: ["Try it", "Keys and profiles", "Rehearse"]).map { block in
      let typed = block.text.components(separatedBy: "swift build -c release && ").last ?? ""
      return (block.index, typed.replacing(".build/release/", with: ""))
    }
    #expect(blocks.count == 3)
    return try await run(blocks, in: folder.path, sandboxed: false)
  }

  @Test("every block prints what stands below it")
  func blocks() async throws {
    let outputs = try await jobs().merging(others()) { first, _ in first }
    #expect(outputs.count >= 12)
    let wrong = outputs.filter { !PrintedText.matches($1, readme.output(ofBlock: $0)) }
    if ProcessInfo.processInfo.environment["LINKCTL_RECORD"] != nil, !wrong.isEmpty {
      var readme = readme
      try readme.record(wrong)
      // A run that records proves nothing, so it does not pass.
      Issue.record("README.md was written")
      return
    }
    for (index, output) in wrong.sorted(by: { $0.key < $1.key }) {
      let typed = readme.text(of: readme.blocks[index])
      Issue.record("\(typed)\nprints\n\(output.joined(separator: "\n"))")
    }
  }

  /// Runs the line for cron over a list of seeded links.
  private func cron(_ links: [Int], first: String = "") async throws -> Tool.Run {
    let block = try #require(readme.blocks.first { $0.language == "crontab" })
    let line = readme.text(of: block).split(separator: " ").dropFirst(5).joined(separator: " ")
    let list = links.map(SeededID.dub).joined(separator: "\n")
    let path = try folder.write(list, to: "expired")
    let typed = line.replacing("/var/spool/expired.txt", with: path)
    return try await sandbox.run(["-q", "--", "bash", "-c", first + typed])
  }

  @Test("the line for cron prints nothing where all is well, links that are gone included")
  func quietCron() async throws {
    let run = try await cron([1, 2, 3, 999])
    #expect(
      run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.output)\(run.errors)")
  }

  @Test("it prints the rows that are not done, and why")
  func loudCron() async throws {
    let run = try await cron([4], first: "DUB_API_KEY=dub_wrong; ")
    #expect(run.status == 3 && run.output.contains(SeededID.dub(4)), "\(run.output)")
    #expect(run.errors.contains("refused the key"), "\(run.errors)")
  }
}
