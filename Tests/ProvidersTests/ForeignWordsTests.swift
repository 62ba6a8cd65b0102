import Records
import Testing

@testable import Providers

/// A file made for one provider works at another: what the one calls a word, the other takes for its own field.
@Suite struct ForeignWordsTests {
  /// The tables of one operation at every provider.
  private static let operations: [[(provider: String, table: FieldTable)]] = [
    ProviderList.all.compactMap { provider in
      provider.creation.map { (provider.name, $0.fields) }
    },
    ProviderList.all.compactMap { provider in
      provider.modification.map { (provider.name, $0.fields) }
    },
  ]

  /// Fields that have a word and whose values only their provider understands.
  private static let untold: Set = [
    // IDs of folders, tags and domains, as one provider has given them.
    "folderId", "collectionId", "folder_id", "tagIds", "tagId", "tag_ids", "domain_id",
    // A span, where the others take a moment.
    "expire_in",
  ]

  @Test("every pair of providers: own words of the one are fields of the other, where that has any")
  func pairs() throws {
    var tried = 0
    for tables in Self.operations {
      for one in tables {
        let given = one.table.column.given.values.filter { !Self.untold.contains($0.field.name) }
        for other in tables {
          let words = RowWords(other.table)
          for place in given {
            guard let field = other.table.field(for: place.word),
              place.field.name == place.word.rawValue || !Self.untold.contains(field.name)
            else { continue }
            let pair = "\(place.field.name) of \(one.provider) at \(other.provider)"
            #expect(words.takes(place.field.name), "\(pair)")
            let value = place.field.sample
            let row = JSONObject().setting(value, at: place.path)
            let shape = words.own(row, at: other.provider)
            #expect(shape.fault == nil && shape.leftOut.isEmpty, "\(pair)")
            // The number of a domain is no name of one.
            if field.name == "domain_id" { continue }
            let there = shape.object.value(at: NeutralColumn.path(field.name))
            #expect(there == value, "\(pair): \(shape.object)")
            let names = Set(shape.object.members.map(\.name))
            let own = Set([field.name] + field.beside.members.map(\.name))
            #expect(names.isSubset(of: own.map { String($0.prefix { $0 != "." }) }), "\(pair)")
            tried += 1
          }
        }
      }
    }
    #expect(tried > 500)
  }

  @Test("what only its provider understands is taken nowhere else, and nothing is ambiguous")
  func untold() {
    for table in Self.operations.joined() {
      let names = RowWords(table.table).foreign.keys
      #expect(names.filter(Self.untold.contains) == [], "\(table.provider)")
    }
    // At Rebrandly an object, in which the neutral word is.
    #expect(ForeignWords(of: ProviderList.all).ambiguous == ["domain"])
  }

  @Test(
    "a name that is something else at another provider is not taken, nor one of the provider's own")
  func ambiguous() {
    let one = FieldTable([Field("goal", means: .destination), Field("code", means: .slug)])
    let other = FieldTable([Field("url", means: .destination), Field("goal", .integer(0...9))])
    let third = FieldTable([Field("to", means: .destination), Field("short", means: .slug)])
    let all = ForeignWords(of: [one, other, third])
    #expect(all.ambiguous == ["goal"])
    #expect(RowWords(other, all).foreign == ["to": .destination])
    #expect(RowWords(third, all).foreign == ["url": .destination, "code": .slug])
    let row: JSONObject = ["goal": 7, "to": "https://e.example"]
    #expect(
      RowWords(other, all).own(row, at: "").object == ["goal": 7, "url": "https://e.example"])
    #expect(RowWords(third, all).own(["goal": 7], at: "").object == ["goal": 7])
  }

  @Test(
    "a row that gives a field by two names is refused with both",
    arguments: [
      ("kutt", ["url": "https://a.example", "target": "https://b.example"], ["target", "url"]),
      ("kutt", ["longUrl": "https://a.example", "url": "https://b.example"], ["longUrl", "url"]),
      ("kutt", ["neutral": "x", "slug": "a", "key": "b"], ["slug", "key"]),
      ("hoko", ["utm": ["source": "a"], "utm_source": "b"], ["utm.source", "utm_source"]),
      ("shortio", ["utm": ["source": "a"], "utm_source": "b"], ["utmSource", "utm.source"]),
    ] as [(String, JSONObject, [String])])
  func twice(provider: String, row: JSONObject, names: [String]) throws {
    let table = try #require(ProviderList.named(provider)?.creation).fields
    let fault = RowWords(table).own(row, at: provider).fault
    #expect(fault == .conflictingMembers(names[0], names[1]))
  }

  @Test("names inside objects are taken out of them, and what else is in there stays")
  func inside() throws {
    let dub = RowWords(Dub().linkFields)
    #expect(dub.takes("domain.fullName") && dub.takes("param.utm_source"))
    let row: JSONObject = [
      "destination": "https://e.example", "domain": ["fullName": "go.example.com"],
      "param": ["utm_source": "a", "more": 1],
    ]
    #expect(
      dub.own(row, at: "dub").object == [
        "param": ["more": 1], "url": "https://e.example", "domain": "go.example.com",
        "utm_source": "a",
      ])
  }

  @Test("a value is replaced where the row has it")
  func replaced() throws {
    let table = try #require(ProviderList.named("rebrandly")?.creation).fields
    let words = RowWords(table)
    let rows: [JSONObject] = [["domain": "a"], ["domain": ["fullName": "a"]]]
    let other = rows.map { words.replacing(.domain, in: $0) { $0 == "a" ? "b" : nil } }
    #expect(other == [["domain": "b"], ["domain": ["fullName": "b"]]])
    #expect(words.value(of: .slug, in: ["slashtag": "s"]) == "s")
    #expect(words.value(of: .slug, in: ["keyword": "s"]) == "s")
  }
}
