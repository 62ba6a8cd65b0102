// Rows that name a link and say what is to change of it.

import Testing

@testable import Records

@Suite struct ObjectIDsTests {
  private let shape = RowShape(ids: .required)

  @Test func `the ID is taken out of the object`() throws {
    let csv = try ObjectReading("title,id,url\na, 7 ,u\nb,x,\n", as: "x.csv", shape)
    #expect(csv.objects == [#"{"title":"a","url":"u"}"#, #"{"title":"b"}"#])
    #expect(csv.ids == ["7", "x"])
    #expect(csv.columns == ["title", "url"])
    let json = try ObjectReading(
      #"[{"title":"a","id":7,"url":"u"},{"id":"x","title":"b"}]"#, as: "x.json", shape)
    #expect(json.objects == csv.objects)
    #expect(json.ids == csv.ids)
    #expect(json.columns == nil)
  }

  @Test func `without being asked for, an ID is a field`() throws {
    #expect(try ObjectReading("id\n7", as: "x.csv").objects == [#"{"id":"7"}"#])
    #expect(try ObjectReading(#"{"id":7}"#, as: "x.ndjson").objects == [#"{"id":7}"#])
  }

  @Test func `an optional ID may be empty, null or missing, and is never a field`() throws {
    let shape = RowShape(ids: .optional)
    let csv = try ObjectReading("title,id\na,7\nb,\nc, \n", as: "x.csv", shape)
    let json = try ObjectReading(
      #"[{"title":"a","id":7},{"id":"","title":"b"},{"id":null,"title":"c"}]"#, as: "x.json", shape)
    for reading in [csv, json] {
      #expect(reading.ids == ["7", nil, nil])
      #expect(reading.objects == [#"{"title":"a"}"#, #"{"title":"b"}"#, #"{"title":"c"}"#])
    }
    let missing = try ObjectReading(#"{"title":"a"}"#, as: "x.ndjson", shape)
    #expect(missing.ids == [nil] && missing.objects == [#"{"title":"a"}"#])
    let wrong = try ObjectReading(#"{"id":[1]}"#, as: "x.ndjson", shape)
    #expect(wrong.objects.isEmpty || wrong.rows.contains { $0.fault != nil })
  }

  @Test func `of several known names the preferred is the ID`() throws {
    let csv = try ObjectReading("link_id,Url_Id\n1,2", as: "x.csv", shape)
    #expect(csv.ids == ["1"])
    #expect(csv.objects == [#"{"Url_Id":"2"}"#])
    let json = try ObjectReading(#"{"link_id":1,"url_id":2}"#, as: "x.ndjson", shape)
    #expect(json.ids == ["2"])
    #expect(json.objects == [#"{"link_id":1}"#])
  }

  @Test func `the ID's column is named or mapped`() throws {
    let options = InputOptions(idColumn: "key")
    let mapped = RowShape(columns: ["id": "key"], ids: .required)
    for (shape, options) in [(shape, options), (mapped, InputOptions())] {
      let csv = try ObjectReading("id2,key\n1,2", as: "x.csv", shape, options)
      let json = try ObjectReading(#"{"id2":"1","key":"2"}"#, as: "x.ndjson", shape, options)
      for reading in [csv, json] {
        #expect(reading.ids == ["2"])
        #expect(reading.objects == [#"{"id2":"1"}"#])
      }
    }
    let named = try ObjectReading(#"{"id":"1","key":"2"}"#, as: "x.ndjson", shape, options)
    #expect(named.objects == [#"{"id":"1"}"#])
  }

  @Test func `a column that is the ID and is mapped is both`() throws {
    let shape = RowShape(columns: ["externalId": "key"], ids: .required)
    let options = InputOptions(idColumn: "key")
    for reading in [
      try ObjectReading("key,a\nk,1", as: "x.csv", shape, options),
      try ObjectReading(#"{"key":"k","a":"1"}"#, as: "x.ndjson", shape, options),
    ] {
      #expect(reading.ids == ["k"])
      #expect(reading.objects == [#"{"externalId":"k","a":"1"}"#])
    }
  }

  @Test func `a header without the ID's column is refused`() throws {
    let known = ["id", "url_id", "linkId", "link_id"]
    #expect(
      try ObjectReading("url,a\n", as: "x.csv", shape).fault
        == .missingColumn(wanted: known, found: ["url", "a"]))
    #expect(
      try ObjectReading("id,a\n", as: "x.csv", shape, InputOptions(idColumn: "key")).fault
        == .missingColumn(wanted: ["key"], found: ["id", "a"]))
    #expect(try ObjectReading("id,id\n", as: "x.csv", shape).fault == .repeatedColumn("id"))
    let away = RowShape(columns: ["key": "id"], ids: .required)
    #expect(
      try ObjectReading("id\n1", as: "x.csv", away).fault
        == .missingColumn(wanted: known, found: ["id"]))
  }

  static let faults: [(String, RowFault)] = [
    ("{}", .missingMember(wanted: ["id", "url_id", "linkId", "link_id"])),
    (#"{"ID":1}"#, .missingMember(wanted: ["id", "url_id", "linkId", "link_id"])),
    (#"{"id":""}"#, .emptyID), (#"{"id":null}"#, .wrongMemberKind(.null)),
    (#"{"id":{}}"#, .wrongMemberKind(.object)), (#"{"id":[]}"#, .wrongMemberKind(.array)),
    (#"{"id":true}"#, .wrongMemberKind(.bool)), (#"{"id":1.5}"#, .notWholeNumber("1.5")),
    (#"{"id":"\n"}"#, .controlCharacter(10)), (#"{"id":1,"id":1}"#, .repeatedMember("id")),
  ]

  @Test(arguments: faults) func `an ID that cannot be is the row's fault`(
    element: String, fault: RowFault
  ) throws {
    let reading = try ObjectReading("\(element)\n{\"id\":1}", as: "x.ndjson", shape)
    #expect(reading.faults == [1: fault])
    #expect(reading.ids == [nil, "1"])
  }

  @Test func `an empty ID in CSV is the row's fault`() throws {
    let reading = try ObjectReading("id,a\n,1\n\" \",2\n\"x\ny\",3\n4,\n", as: "x.csv", shape)
    #expect(reading.faults == [1: .emptyID, 2: .emptyID, 3: .controlCharacter(10)])
    #expect(reading.objects.last == "{}")
  }
}
