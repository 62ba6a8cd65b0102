// Results that linkctl printed, read as rows.

import TestSupport
import Testing

@testable import Records

@Suite struct ResultInputTests {
  private static let results = [
    #"{"row":1,"id":"link_1","status":"created","attempts":1,"link":{"id":"link_1","url":"u","n":null}}"#,
    #"{"row":2,"status":"failed","code":"conflict","message":"no","attempts":1}"#,
    #"{"row":3,"id":"501","status":"updated","attempts":1,"link":{"id":501,"url":"v"}}"#,
  ]
  private static let document =
    #"{"operation":"create","provider":"dub","results":["# + "\n"
    + results.joined(separator: ",\n") + "\n],\"summary\":{\"total\":3,\"created\":[]}}\n"
  private static let pretty =
    "{\n  \"operation\": \"create\",\n  \"provider\": \"dub\",\n  \"results\": [\n"
    + results.joined(separator: " ,\n") + "  ] ,\n  \"summary\": {}\n }\n"

  @Test(arguments: [document, pretty], ["results.json", "results"])
  func `a document of results is its rows`(text: String, name: String) throws {
    let ids = try Reading(text, as: name)
    #expect(ids.ids == ["link_1", nil, "501"] && ids.fault == nil)
    #expect(ids.faults == [2: .resultWithoutID(status: "failed")])
    let changes = try ObjectReading(text, as: name, RowShape(ids: .required))
    #expect(changes.objects == [#"{"url":"u","n":null}"#, nil, #"{"url":"v"}"#])
    #expect(changes.ids == ["link_1", nil, "501"])
    #expect(changes.faults == [2: .resultWithoutLink(status: "failed")])
    let links = try ObjectReading(text, as: name)
    #expect(links.objects[0] == #"{"id":"link_1","url":"u","n":null}"#)
    #expect(links.objects[2] == #"{"id":501,"url":"v"}"#)
  }

  @Test func `results a line are the same rows`() throws {
    let text = Self.results.joined(separator: "\n")
    let whole = try ObjectReading(Self.document, as: "x", RowShape(ids: .required))
    let lines = try ObjectReading(text, as: "x", RowShape(ids: .required))
    #expect(
      lines.objects == whole.objects && lines.ids == whole.ids && lines.faults == whole.faults)
    #expect(try Reading(text, as: "x").ids == ["link_1", nil, "501"])
  }

  @Test func `however it is cut into pieces, and when it ends too early`() throws {
    let directory = try TemporaryDirectory()
    let source = try Reading.source(
      [UInt8](Self.pretty.utf8), in: directory, as: "x.json", InputOptions())
    let whole = Reading(source)
    for chunk in [1, 2, 3, 7, 64] { #expect(Reading(source, chunk: chunk) == whole) }
    for length in stride(from: 1, to: Self.document.utf8.count - 2, by: 7) {
      let cut = try Reading(Array(Self.document.utf8.prefix(length)), as: "x.json")
      #expect(cut.fault != nil, "\(length)")
    }
    #expect(try Reading(Self.document + "x", as: "x.json").fault == .json(.trailingBytes))
  }

  @Test(arguments: [
    #"{"results":[{"id":1}]}"#, #"{"operation":"x","results":[]}"#,
    #"{"operation":"x","provider":"y"}"#,
    #"{"operation":1,"provider":"y","results":[]}"#, "{}",
    #"{"operation":"x","provider":"y","results":{}}"#,
  ])
  func `another object is no document of results`(text: String) throws {
    #expect(try Reading(text, as: "x.json").fault == .notAnArray)
    #expect(try Reading(text, as: "x").fault == nil)
  }

  @Test func `an object that is more than a result is taken as it stands`() throws {
    let row = #"{"row":1,"status":"x","attempts":2,"url":"u"}"#
    #expect(try ObjectReading(row, as: "x.ndjson").objects == [row])
  }

  @Test func `results as CSV give IDs, and fields where columns were added`() throws {
    let header = "row,id,short_link,status,code,message,attempts,name"
    let text = header + "\n1,link_1,https://s.example/a,created,,,1,\n2,,,failed,x,y,1,k\n"
    #expect(try Reading(text, as: "results").ids == ["link_1", nil])
    #expect(try ObjectReading(text, as: "x.csv").fault == .resultsWithoutFields)
    #expect(
      try ObjectReading(text, as: "x.csv", RowShape(ids: .required)).fault == .resultsWithoutFields)
    let more = header + ",title\n1,link_1,,created,,,1,,New\n"
    let reading = try ObjectReading(more, as: "x.csv", RowShape(ids: .required))
    #expect(reading.objects == [#"{"title":"New"}"#] && reading.ids == ["link_1"])
  }
}
