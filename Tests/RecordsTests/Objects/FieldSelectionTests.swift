// Fields that are left out, and fields that alone are taken.

import Testing

@testable import Records

@Suite struct FieldSelectionTests {
  /// The same row as CSV and as JSON.
  private func objects(
    only: [String] = [], ignored: [String] = [], _ change: (inout RowShape) -> Void = { _ in }
  ) throws -> [String?] {
    var shape = RowShape(ids: .required)
    shape.selection = FieldSelection(only: only, ignored: ignored)
    change(&shape)
    let csv = try ObjectReading(
      "id,url,utm.source,utm.term,Owner\n7,u,s,t,me\n", as: "x.csv", shape)
    let json = try ObjectReading(
      #"{"id":7,"url":"u","utm":{"source":"s","term":"t"},"Owner":"me"}"#, as: "x.ndjson", shape)
    #expect(csv.objects == json.objects && csv.ids == ["7"] && json.ids == ["7"])
    return csv.objects
  }

  @Test func `what is ignored is gone, with all that is inside it`() throws {
    #expect(
      try objects(ignored: ["Owner"]) == [#"{"url":"u","utm":{"source":"s","term":"t"}}"#])
    #expect(try objects(ignored: ["utm", "Owner", "nothing"]) == [#"{"url":"u"}"#])
    #expect(
      try objects(ignored: ["utm.term", "Owner"]) == [#"{"url":"u","utm":{"source":"s"}}"#])
  }

  @Test func `of the fields that are named only those are taken`() throws {
    #expect(try objects(only: ["url"]) == [#"{"url":"u"}"#])
    #expect(try objects(only: ["utm.source"]) == [#"{"utm":{"source":"s"}}"#])
    #expect(
      try objects(only: ["utm", "url"], ignored: ["utm.term"])
        == [#"{"url":"u","utm":{"source":"s"}}"#])
    #expect(try objects(only: ["none"]) == ["{}"])
  }

  @Test func `a mapped field goes by its own name`() throws {
    #expect(
      try objects(only: ["title"]) { $0.columns = ["title": "Owner"] } == [#"{"title":"me"}"#])
  }

  @Test func `an empty object stays, and columns without a name do not matter`() throws {
    let shape = {
      var shape = RowShape()
      shape.selection = FieldSelection(only: ["geo"])
      return shape
    }()
    #expect(
      try ObjectReading(#"{"geo":{},"a":1}"#, as: "x.ndjson", shape).objects == [#"{"geo":{}}"#])
    #expect(try ObjectReading("geo,\nx,y\n", as: "x.csv", shape).objects == [#"{"geo":"x"}"#])
  }
}
