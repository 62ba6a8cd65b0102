import Records
import Testing

@testable import Providers

/// Fields that are given once for all rows.
@Suite struct SharedFieldsTests {
  private func fault(_ provider: any Provider, _ given: JSONObject) -> InvalidLink? {
    provider.creation?.fault(inAllLinksWith: given, allowingUnknown: false)
  }

  @Test("what every row would be refused for is found without a row")
  func faults() {
    #expect(fault(Dub(), ["url": "nothing"]) != nil)
    #expect(fault(Dub(), ["key": "_no"]) != nil)
    #expect(fault(Dub(), ["archived": "perhaps"]) != nil)
    #expect(fault(Hoko(), ["collectionId": "x"]) != nil)
    #expect(fault(Hoko(), ["partnerId": "x"]) != nil)
    #expect(fault(ShortPen(), ["redirect_type": 1]) != nil)
    #expect(fault(Dub(), ["nothing": 1]) == .unknownFields(["nothing"]))
  }

  @Test("what a row may yet give is no fault")
  func rows() {
    for provider in ProviderList.all {
      #expect(fault(provider, JSONObject()) == nil)
      let field = provider.creation?.fields.destination ?? ""
      #expect(fault(provider, [field: "https://example.com"]) == nil, "\(provider.name)")
    }
    // The password may be in the rows.
    #expect(fault(ShortPen(), ["with_password": true]) == nil)
    #expect(fault(Dub(), ["domain": "go.example.com", "tagNames": ["a"]]) == nil)
  }

  @Test("with --match url no field may be given that Dub takes into the URL")
  func upserts() throws {
    let given: JSONObject = ["utm_source": "x"]
    let means = try #require(Dub().upsertMeans)
    #expect(means.fault(inAllWith: given, by: .url, allowingUnknown: false) != nil)
    #expect(means.fault(inAllWith: given, by: .key, allowingUnknown: false) == nil)
  }
}
