import Providers
import Records
import Testing

@testable import Commands

/// `linkctl providers` says what the descriptors say.
@Suite struct CapabilityTests {
  private func document(_ names: String...) throws -> [JSONValue] {
    let text = ProvidersCommand.text(ReportOptions(format: .json), names: names)
    return try #require(try JSONValue(parsing: [UInt8](text.utf8))["providers"]?.array)
  }

  @Test("the document holds every provider with its limits and variables")
  func providers() throws {
    let documents = try document()
    #expect(documents.count == ProviderList.all.count)
    for (document, provider) in zip(documents, ProviderList.all) {
      #expect(document["name"]?.string == provider.name)
      #expect(document["base_url"]?.string == provider.baseURL)
      #expect(document["key_variable"]?.string == provider.keyVariable)
      #expect(
        document["rate_limit"]?["requests"]?.int64.map { Int($0) } == provider.rateLimit?.requests)
      let commands = document["commands"]?.array ?? []
      #expect(commands.suffix(2).map { $0["command"] } == ["get", "list"])
      let limits = commands.dropLast(2).map { $0["links_per_request"]?.int64 }
      let expected = try [
        #require(provider.deletion).limit, #require(provider.creation).limit,
        #require(provider.modification).limit, #require(provider.creation).limit,
      ]
      #expect(limits == expected.map { Int64($0.links) })
      #expect(
        document["match_keys"]?.array?.map(\.string)
          == provider.upsertion?.matches.map(\.rawValue))
    }
  }

  @Test("limits of a kind of request stand at the command that makes it")
  func classLimits() throws {
    let document = try #require(try document("shortio").first)
    let limits = (document["commands"]?.array ?? []).map { $0["rate_limits"] ?? .null }
    let expected: [JSONValue] = [
      [["requests": 1, "seconds": 1]], [["requests": 5, "seconds": 10]], [], [], [], [],
    ]
    #expect(limits == expected)
  }

  @Test("the document and the table hold every field that create and update take")
  func fields() throws {
    for provider in ProviderList.all {
      let document = try #require(try document(provider.name).first)
      let fields = try #require(document["fields"]?.array)
      let text = ProvidersCommand.text(ReportOptions(), names: [provider.name])
      for (command, table) in [
        ("create", try #require(provider.creation).fields),
        ("update", try #require(provider.modification).fields),
      ] {
        for field in table.fields {
          let shown = try #require(fields.first { $0["name"]?.string == field.name })
          #expect(shown["type"]?.string == field.type)
          #expect(shown["commands"]?.array?.contains(.string(command)) == true)
          #expect(shown["required_by"]?.array?.contains(.string(command)) == field.isRequired)
          #expect(shown["null_by"]?.array?.contains(.string(command)) == field.takesNull)
          #expect(text.contains("\n  \(field.name) "), "\(provider.name) \(field.name)")
        }
      }
    }
  }

  @Test("the document tells for each word which fields it is, and by which names it is taken")
  func words() throws {
    for provider in ProviderList.all {
      let words = try #require(try document(provider.name).first?["words"]?.array)
      let tables = [
        try #require(provider.creation).fields, try #require(provider.modification).fields,
      ]
      for word in NeutralWord.allCases {
        let told = words.first { $0["word"]?.string == word.rawValue }
        let fields = tables.map { $0.field(for: word)?.name }
        #expect([told?["create"]?.string, told?["update"]?.string] == fields, "\(provider.name)")
        let names = Set(tables.flatMap { RowWords($0).foreign.filter { $0.value == word }.keys })
        #expect(Set(told?["aliases"]?.array?.compactMap(\.string) ?? []) == names)
        let isListed = told?["listed"] == true
        #expect(isListed == provider.linkFields.neutralWords.contains(word), "\(provider.name)")
      }
    }
    // The IDs of tags are no word, and neither is a span in the place of a moment.
    let fields = try document("kutt").first?["fields"]?.array
    #expect(fields?.first { $0["name"] == "expire_in" }?["neutral"] == nil)
  }

  @Test("a table without a name fits 80 columns")
  func width() {
    let lines = ProvidersCommand.text(ReportOptions(), names: []).split(separator: "\n")
    #expect(lines.count > 10 && lines.allSatisfy { $0.count <= 80 })
  }
}
