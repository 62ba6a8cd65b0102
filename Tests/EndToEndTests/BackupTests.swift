import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// `--backup`: links as they were are on disk before they are touched, and create takes them back.
@Suite(.inTurn) struct BackupTests {
  private func rehearsal(
    _ provider: SandboxProvider, _ links: Int = 250,
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    options.links = links
    try change(&options)
    return try Rehearsal(provider, options)
  }

  private func lines(_ text: String) throws -> [JSONObject] {
    try text.split(separator: "\n").map {
      try #require(try JSONValue(parsing: [UInt8]($0.utf8)).object)
    }
  }

  private func own(_ provider: SandboxProvider) -> [String] {
    switch provider {
    case .dub: ["domain", "key", "url", "externalId", "comments", "tags", "archived", "password"]
    case .hoko: ["url", "collectionId", "externalId", "title", "utm"]
    case .shortpen: ["url", "link", "title", "domain_id", "workspace_id", "params"]
    default: []
    }
  }

  @Test(
    "what is deleted is in the backup, and create makes it again",
    arguments: SandboxProvider.ofLinkctl)
  func restored(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider) {
      $0.dub.tags = [DubTag(id: "tag_1", name: "One")]
      let link = DubLink(
        id: "link_full", externalID: "own", isArchived: true, key: "full",
        url: "https://example.org/?utm_source=x", tags: ["tag_1"])
      $0.dub.links = [link]
    }
    let folder = try TemporaryDirectory()
    let path = folder.file("backup.ndjson")
    if provider == .dub {
      let fields = ["--set", "comments=kept", "--set", "password=secret"]
      let run = try await rehearsal.linkctl.run(
        ["update", "link_full"] + fields, environment: rehearsal.environment)
      #expect(run.status == 0, "\(run.errors)")
    }
    let before = rehearsal.sandbox.links(of: provider)
    let ids = before.map(Rehearsal.id)
    let deletion = try await rehearsal.delete(
      ids + rehearsal.ids([9_999]), options: ["--backup", path])
    #expect(deletion.count("deleted") == ids.count, "\(deletion.run.errors)")
    #expect(deletion.results.last?.status != "deleted")
    #expect(rehearsal.sandbox.linkCount(of: provider) == 0)
    let kept = try lines(try folder.text(of: "backup.ndjson"))
    let byID = Dictionary(grouping: kept, by: Rehearsal.id)
    #expect(kept.count == before.count && byID.count == kept.count)
    for link in before { #expect(byID[Rehearsal.id(of: link)]?.first == link) }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)

    let run = try await rehearsal.linkctl.run(
      ["create", "--input", path, "-o", "ndjson", "--rate", "100000/s"],
      environment: rehearsal.environment)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("left out: ") && run.errors.contains("id"), "\(run.errors)")
    let now = rehearsal.sandbox.links(of: provider)
    func form(_ link: JSONObject) -> String {
      JSONValue.object(
        JSONObject(own(provider).map { JSONObject.Member($0, link[$0] ?? .null) })
      ).text
    }
    #expect(now.map(form).sorted() == before.map(form).sorted())
  }

  @Test(
    "an update keeps each link as it was, in each of its states",
    arguments: SandboxProvider.ofLinkctl)
  func update(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, 30)
    let folder = try TemporaryDirectory()
    let path = folder.file("backup.ndjson")
    let ids = rehearsal.ids(1...20)
    let before = rehearsal.sandbox.links(of: provider)
    for title in ["first", "second"] {
      let run = try await rehearsal.linkctl.run(
        [
          "update", "--set", "title=\(title)", "--backup", path, "--rate", "100000/s", "--ids-file",
          "-",
        ],
        environment: rehearsal.environment,
        input: (ids + rehearsal.ids([9_999])).joined(separator: "\n"))
      #expect(run.status == 1, "\(run.errors)")
    }
    let kept = try lines(try folder.text(of: "backup.ndjson"))
    // The second run found the links as the first had made them.
    #expect(Set(kept.map(Rehearsal.id)) == Set(ids) && kept.count == 40)
    #expect(kept.prefix(20).allSatisfy { link in before.contains { $0 == link } } == true)
    #expect(kept.suffix(20).allSatisfy { $0["title"] == "first" } == true)
    #expect(rehearsal.sandbox.link(ids[3], at: provider)?["title"] == "second")
  }

  @Test("a changed link is kept as each run found it, and update takes the first state back")
  func takenBack() async throws {
    for provider in SandboxProvider.ofLinkctl {
      let rehearsal = try rehearsal(provider, 5)
      let folder = try TemporaryDirectory()
      let before = rehearsal.sandbox.links(of: provider)
      // A field that is shown although it is empty.
      let field =
        switch provider {
        case .dub: "comments"
        case .hoko: "tenantId"
        default: "title"
        }
      let change = ["update", "--set", "\(field)=new", "--set", "url=https://example.org/new"]
      for name in ["first", "second"] {
        let run = try await rehearsal.linkctl.run(
          change + ["--backup", folder.file(name), "--rate", "100000/s"] + rehearsal.ids(1...5),
          environment: rehearsal.environment)
        #expect(run.status == 0, "\(run.errors)")
      }
      #expect(rehearsal.sandbox.links(of: provider) != before)
      let back = try await rehearsal.linkctl.run(
        ["update", "--input", folder.file("first"), "--format", "ndjson", "--rate", "100000/s"],
        environment: rehearsal.environment)
      #expect(back.status == 0, "\(back.errors)")
      func form(_ link: JSONObject) -> String {
        let names = own(provider) + [field]
        return JSONValue.object(JSONObject(names.map { .init($0, link[$0] ?? .null) })).text
      }
      let now = rehearsal.sandbox.links(of: provider)
      #expect(now.map(form).sorted() == before.map(form).sorted())
    }
  }

  @Test("a backup that vanishes ends the run, and one that others could read is closed to them")
  func vanished() async throws {
    let rehearsal = try rehearsal(.dub, 40_000) {
      $0.latency = Latency(least: .milliseconds(300), most: .milliseconds(300))
    }
    let folder = try TemporaryDirectory()
    let path = try folder.write("", to: "b")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let ids = try folder.write(rehearsal.ids(1...40_000).joined(separator: "\n"), to: "ids")
    let child = try ChildProcess(
      rehearsal.linkctl.path,
      ["delete", "--ids-file", ids, "--backup", path, "-c", "1", "-o", "ndjson"],
      environment: rehearsal.environment, standardError: folder.file("errors"))
    let hasBegun = try await Patience.wait(
      while: { child.isRunning }, until: { rehearsal.counters.total() >= 4 })
    try #require(hasBegun)
    // It stands still while the file is looked at and taken away.
    child.signal(SIGSTOP)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let kept = Set(try lines(try folder.text(of: "b")).map(Rehearsal.id))
    try FileManager.default.removeItem(atPath: path)
    child.signal(SIGCONT)
    #expect(try await child.ending() == 3)
    #expect(try folder.text(of: "errors").contains("backup can no longer be written"))
    let gone = rehearsal.before.subtracting(rehearsal.sandbox.ids(of: .dub))
    // The batch that was being kept when it was stopped may have gone too.
    #expect(gone.subtracting(kept).count <= 200 && gone.count < 40_000)
    withExtendedLifetime(folder) {}
  }

  @Test("a link that cannot be read is not touched")
  func unreadable() async throws {
    let rehearsal = try rehearsal(.dub, 3) {
      $0.dub.folders = [DubFolder(id: "fold_hidden", access: .none)]
      $0.dub.links = [DubLink(id: "link_hidden", folderID: "fold_hidden")]
    }
    let folder = try TemporaryDirectory()
    let deletion = try await rehearsal.delete(
      rehearsal.ids(1...3) + ["link_hidden"], options: ["--backup", folder.file("b")])
    #expect(deletion.count("deleted") == 3)
    #expect(deletion.count("failed", "not_backed_up") == 1, "\(deletion.results)")
    #expect(rehearsal.sandbox.link("link_hidden", at: .dub) != nil)
  }

  @Test(
    "an ID that is not there is not found, where all links that the provider counts were listed")
  func unknown() async throws {
    for provider in [SandboxProvider.hoko, .shortpen] {
      let rehearsal = try rehearsal(provider, 3)
      let folder = try TemporaryDirectory()
      let ids = rehearsal.ids(1...2) + rehearsal.ids([9_999])
      let deletion = try await rehearsal.delete(ids, options: ["--backup", folder.file("b")])
      #expect(deletion.results.map(\.status) == ["deleted", "deleted", "not_found"])
      #expect(rehearsal.sandbox.linkCount(of: provider) == 1)
    }
  }

  @Test("when the backup cannot be written nothing more is deleted")
  func full() async throws {
    let rehearsal = try rehearsal(.dub, 1_000)
    let folder = try TemporaryDirectory()
    let ids = try folder.write(rehearsal.ids(1...1_000).joined(separator: "\n"), to: "ids.txt")
    let bash = try Tool(at: "/bin/bash")
    let command =
      "trap '' XFSZ; ulimit -f 200; exec \(rehearsal.linkctl.path) delete --ids-file \(ids)"
      + " --backup \(folder.file("b")) -o ndjson -c 1"
    let run = try await bash.run(["-c", command], environment: rehearsal.environment)
    #expect(
      run.status == 3 && run.errors.contains("backup can no longer be written"), "\(run.errors)")
    let kept = Set(try lines(try folder.text(of: "b")).map(Rehearsal.id))
    let gone = rehearsal.before.subtracting(rehearsal.sandbox.ids(of: .dub))
    #expect(gone.isSubset(of: kept) && gone.count < 1_000 && !kept.isEmpty)
  }

  @Test("a backup is added to, whatever its last run left behind; other files are refused")
  func again() async throws {
    let rehearsal = try rehearsal(.dub, 200)
    let folder = try TemporaryDirectory()
    let path = folder.file("b")
    _ = try await rehearsal.delete(rehearsal.ids(1...100), options: ["--backup", path])
    let first = try folder.text(of: "b")
    _ = try folder.write(first + #"{"id":"link_torn","url":"htt"#, to: "b")
    let second = try await rehearsal.delete(rehearsal.ids(101...200), options: ["--backup", path])
    #expect(second.count("deleted") == 100, "\(second.run.errors)")
    let text = try folder.text(of: "b")
    let count = try lines(text).count
    #expect(text.hasPrefix(first) && count == 200)
    let contents = [
      "url\nhttps://e.org\n", "[1]\n", "{\"id\":1}\nx\n", "link_1\n", "12345\n", "{\"a\":1}",
      "no end",
      "{\"row\":1,\"id\":\"link_1\",\"status\":\"deleted\"}\n", first + "{\"id\":\n" + first,
    ]
    for content in contents {
      let other = try folder.write(content, to: "other")
      let refused = try await rehearsal.linkctl.run(
        ["delete", "link_1", "--backup", other], environment: rehearsal.environment)
      #expect(refused.status == 2 && refused.errors.contains("other"), "\(refused.errors)")
      #expect(try folder.text(of: "other") == content)
    }
  }
}
