// One file in neutral words at every provider that linkctl names.

import Foundation
import HTTP
import Records
import Sandbox
import TestSupport
import Testing

/// What a loop over `linkctl providers -o json` does, with no word about any provider but the place that its sandbox has
/// for new links.
@Suite(.inTurn) struct NeutralLoopTests {
  private static let count = 30

  /// All words but those of a place, which are each provider's own, and those that only links show.
  private static let words = [
    "destination", "slug", "title", "description", "image", "tags", "external_id", "utm.source",
    "utm.medium", "utm.campaign", "utm.term", "utm.content", "archived", "expires",
    "expired_destination", "password",
  ]

  /// A moment in a hundred days, at so many minutes of an hour: links expire in a year at the latest at some.
  private static func expiry(minute: Int) -> String {
    let hours = Int64(Date().timeIntervalSince1970) / 3_600 + 2_400
    return ISODate.text(milliseconds: (hours * 60 + Int64(minute)) * 60_000)
  }

  /// Rows without anything that a provider is known to write in another form.
  private static let links = (1...count).map { number -> [String: String] in
    [
      "destination": "https://example.com/p/\(number)?a=\(number)#top", "slug": "slug\(number)",
      "title": "Title \(number), “ü”", "description": "Description \(number)",
      "image": "https://example.com/i/\(number).png", "tags": "sale,row-\(number % 3)",
      "external_id": "order-\(number)", "utm.source": "a letter", "utm.medium": "mail",
      "utm.campaign": "c\(number)", "utm.term": "é&=", "utm.content": "x\(number)",
      "archived": number % 2 == 0 ? "true" : "false",
      "expires": expiry(minute: number),
      "expired_destination": "https://example.com/gone/\(number)", "password": "secret\(number)",
    ]
  }

  private static func csv(_ head: [String], _ links: [[String: String]], mark: Bool) -> String {
    let lines = links.map { link in
      (mark ? ["by hand"] : []) + head.map { "\"\(link[$0] ?? "")\"" }
    }
    return ([(mark ? ["neutral"] : []) + head] + lines)
      .map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// What `linkctl providers -o json` says of one.
  private struct Told {
    /// A word, and what becomes of it there.
    struct Word {
      let word: String
      let field: String?
      let isListed: Bool
      let aliases: [String]
    }

    let provider: SandboxProvider
    let words: [Word]
    let requiredWords: [String]

    init(_ json: JSONValue) throws {
      let name = try #require(json["name"]?.string)
      provider = try #require(SandboxProvider(rawValue: name))
      words = try #require(json["words"]?.array).map { word in
        Word(
          word: try #require(word["word"]?.string), field: word["create"]?.string,
          isListed: word["listed"] == true,
          aliases: word["aliases"]?.array?.compactMap(\.string) ?? [])
      }
      requiredWords = (json["fields"]?.array ?? []).filter { $0["required"] == true }
        .compactMap { $0["neutral"]?.string }
    }

    func takes(_ word: String) -> Bool { words.contains { $0.word == word && $0.field != nil } }
    func lists(_ word: String) -> Bool { words.contains { $0.word == word && $0.isListed } }

    /// Whether a column of that name is some field's here.
    func hasColumn(_ name: String) -> Bool {
      words.contains { $0.field != nil && ([$0.word, $0.field] + $0.aliases).contains(name) }
    }
  }

  private static func told() async throws -> [Told] {
    let run = try await Tool("linkctl").run(["providers", "-o", "json"], environment: [:])
    let providers = try JSONValue(parsing: [UInt8](run.output.utf8))["providers"]?.array ?? []
    #expect(providers.count == SandboxProvider.all.count)
    return try providers.map(Told.init)
  }

  /// The value of a neutral word that a provider's sandbox has for it.
  private static func place(_ word: String, at provider: SandboxProvider) -> String? {
    switch (word, provider) {
    case ("domain", .shortpen): "1"
    case ("domain", .shortio): ShortIOOptions.firstDomain.name
    case ("folder", .hoko): HokoCollection.first.id.text
    default: nil
    }
  }

  private static func rehearsal(_ provider: SandboxProvider) throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.tags = ["sale", "row-0", "row-1", "row-2"].map { DubTag(id: "tag_\($0)", name: $0) }
    return try Rehearsal(provider, options)
  }

  /// Creates the links of a file, and lists what is there then.
  private static func made(
    _ file: String, _ more: [String] = [], at told: Told
  ) async throws -> (words: String, links: [JSONObject]) {
    let rehearsal = try rehearsal(told.provider)
    let places = told.requiredWords.flatMap { word in
      place(word, at: told.provider).map { ["--set", "\(word)=\($0)"] } ?? []
    }
    let made = try await rehearsal.linkctl.run(
      ["create", "--input", "-", "--format", "csv", "--rate", "10000/s"] + places + more,
      environment: rehearsal.environment, input: file)
    #expect(made.status == 0, "\(told.provider): \(made.errors)\(made.output.prefix(500))")
    let list = try await rehearsal.linkctl.run(
      ["list", "--neutral", "-o", "ndjson", "--rate", "10000/s"],
      environment: rehearsal.environment)
    #expect(list.status == 0, "\(told.provider): \(list.errors)")
    let links = try list.lines.map { line in
      try #require(JSONValue(parsing: [UInt8](line.utf8)).object)
    }
    return (made.errors, links)
  }

  @Test("a file of all words is made at each, and read back equal but for what providers names")
  func everywhere() async throws {
    let file = Self.csv(Self.words, Self.links, mark: true)
    for told in try await Self.told() {
      let made = try await Self.made(file, at: told)
      // A parameter for which there is no field stands in the destination.
      let isTaken = { (word: String) in told.takes(word) || word.hasPrefix("utm.") }
      let kept = Self.words.filter { isTaken($0) && told.lists($0) }
      let asked = Set(Self.links.map { Self.text($0, kept) })
      let there = made.links.map { Self.text(Self.flat($0), kept) }
      #expect(there.count == Self.count, "\(told.provider)")
      let other = Set(there).symmetricDifference(asked).sorted().prefix(2)
      #expect(other == [], "\(told.provider)")
      for word in Self.words where !isTaken(word) {
        let count = Self.links.count { ![nil, "false"].contains($0[word]) }
        #expect(
          made.words.contains("\(word) of \(count) rows"), "\(told.provider): \(made.words)")
      }
    }
  }

  @Test("a file in the words of one provider is made at each, where that has such fields at all")
  func foreign() async throws {
    let head = ["url", "key", "title", "utm_source"]
    let links = Self.links.prefix(3).map { link in
      [
        "url": link["destination"] ?? "", "key": link["slug"] ?? "", "title": link["title"] ?? "",
        "utm_source": "mail",
      ]
    }
    let file = Self.csv(head, links, mark: false)
    for told in try await Self.told() {
      let ignored = head.filter { !told.hasColumn($0) }
      let more = ignored.isEmpty ? [] : ["--ignore-fields", ignored.joined(separator: ",")]
      let made = try await Self.made(file, more, at: told)
      let columns = zip(head, ["destination", "slug", "title", "utm.source"])
        .filter { !ignored.contains($0.0) }
      #expect(columns.count >= 2 && columns.first?.0 == "url", "\(told.provider)")
      let asked = links.map { link in
        columns.map { "\($0.1)=\(link[$0.0] ?? "")" }.joined(separator: " ")
      }
      let there = made.links.map { Self.text(Self.flat($0), columns.map(\.1)) }
      #expect(Set(there) == Set(asked), "\(told.provider)")
    }
  }

  /// A link of `list --neutral` as a row of a table has it.
  private static func flat(_ link: JSONObject) -> [String: String] {
    var flat: [String: String] = [:]
    for member in link.members {
      switch member.value {
      case .object(let object):
        for inner in object.members { flat[member.name + "." + inner.name] = inner.value.string }
      case .array(let values):
        flat[member.name] = values.compactMap(\.string).joined(separator: ",")
      case .bool(let value): flat[member.name] = value ? "true" : "false"
      case .string(let text) where member.name == "expires":
        flat[member.name] = ISODate.milliseconds(text).map { ISODate.text(milliseconds: $0) }
      default: flat[member.name] = member.value.string
      }
    }
    return flat
  }

  private static func text(_ link: [String: String], _ words: [String]) -> String {
    words.map { "\($0)=\(link[$0] ?? "none")" }.joined(separator: " ")
  }
}
