// One file in neutral words at every provider that linkctl names.

import Records
import Sandbox
import TestSupport
import Testing

/// What a loop over `linkctl providers -o json` does, with no word about any provider but the place that its sandbox has
/// for new links.
@Suite(.inTurn) struct NeutralLoopTests {
  private static let words = ["destination", "slug", "title", "description"]
  private static let count = 30

  /// Rows without anything that a provider is known to write in another form.
  private static let links = (1...count).map { number -> JSONObject in
    [
      "destination": .string("https://example.com/p/\(number)?a=\(number)#top"),
      "slug": .string("slug\(number)"), "title": .string("Title \(number), “ü”"),
      "description": .string("Description \(number)"),
    ]
  }

  private static let file =
    "neutral,destination,slug,title,description\n"
    + links.map { link in
      "by hand," + words.map { "\"\(link[$0]?.string ?? "")\"" }.joined(separator: ",") + "\n"
    }.joined()

  /// The value of a neutral word that a provider's sandbox has for it.
  private func place(_ word: String, at provider: SandboxProvider) -> String? {
    switch (word, provider) {
    case ("domain", .shortpen): "1"
    case ("domain", .shortio): ShortIOOptions.firstDomain.name
    case ("folder", .hoko): HokoCollection.first.id.text
    default: nil
    }
  }

  @Test("a file is made at each, and read back equal but for what the provider does not take")
  func everywhere() async throws {
    let told = try await Tool("linkctl").run(["providers", "-o", "json"], environment: [:])
    let providers = try JSONValue(parsing: [UInt8](told.output.utf8))["providers"]?.array ?? []
    #expect(providers.count == SandboxProvider.all.count)
    for provider in providers {
      let name = try #require(provider["name"]?.string)
      let fields = (provider["fields"]?.array ?? []).filter {
        $0["commands"]?.array?.contains("create") == true
      }
      try await tryOut(try #require(SandboxProvider(rawValue: name)), fields)
    }
  }

  private func tryOut(_ provider: SandboxProvider, _ fields: [JSONValue]) async throws {
    var options = SandboxOptions()
    options.limit = .none
    let rehearsal = try Rehearsal(provider, options)
    let places = try fields.filter { $0["required"] == true }.flatMap { field -> [String] in
      let word = try #require(field["neutral"]?.string)
      guard let value = place(word, at: provider) else { return [] }
      return ["--set", "\(word)=\(value)"]
    }
    let made = try await rehearsal.linkctl.run(
      ["create", "--input", "-", "--format", "csv", "--rate", "10000/s"] + places,
      environment: rehearsal.environment, input: Self.file)
    #expect(made.status == 0, "\(provider): \(made.errors)")
    let list = try await rehearsal.linkctl.run(
      ["list", "--neutral", "-o", "ndjson", "--rate", "10000/s"],
      environment: rehearsal.environment)
    #expect(list.status == 0, "\(provider): \(list.errors)")
    let taken = Set(fields.compactMap { $0["neutral"]?.string })
    let kept = Self.words.filter(taken.contains)
    let asked = Set(Self.links.map { Self.text($0, kept) })
    let there = try list.lines.map { line in
      Self.text(try #require(JSONValue(parsing: [UInt8](line.utf8)).object), kept)
    }
    #expect(there.count == Self.count && Set(there) == asked, "\(provider): \(there.prefix(2))")
    for word in Self.words where !taken.contains(word) {
      let words = "\(word) of \(Self.count) rows"
      #expect(made.errors.contains(words), "\(provider): \(made.errors)")
    }
  }

  private static func text(_ link: JSONObject, _ words: [String]) -> String {
    words.map { "\($0)=\(link[$0]?.string ?? "none")" }.joined(separator: " ")
  }
}
