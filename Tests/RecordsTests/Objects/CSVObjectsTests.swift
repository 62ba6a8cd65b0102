// Objects from CSV and TSV: the header and what it makes of the rows.

import Testing

@testable import Records

@Suite struct CSVObjectsTests {
  private func read(
    _ text: String, _ shape: RowShape = RowShape(), _ options: InputOptions = InputOptions()
  ) throws -> ObjectReading {
    try ObjectReading(text, as: "links.csv", shape, options)
  }

  @Test func `cells take the type of their field, and the order of the header`() throws {
    let shape = RowShape(types: [
      "archived": .boolean, "keyLength": .number, "geo": .object, "tagNames": .list,
      "tag_ids": .numberList,
    ])
    let reading = try read(
      """
      url,archived,keyLength,geo,tagNames,tag_ids,title
      https://a.example/?x=1,TRUE,7,"{""DE"":""https://b.example""}","a, b","1,2",007
      ,no,,,"[""c,d""]",,
      x,null,null,null,null,null,null
      """, shape)
    #expect(
      reading.objects == [
        #"{"url":"https://a.example/?x=1","archived":true,"keyLength":7,"#
          + #""geo":{"DE":"https://b.example"},"tagNames":["a","b"],"tag_ids":[1,2],"title":"007"}"#,
        #"{"archived":false,"tagNames":["c,d"]}"#,
        #"{"url":"x","archived":null,"keyLength":null,"geo":null,"tagNames":null,"tag_ids":null,"#
          + #""title":null}"#,
      ])
    #expect(reading.ids == [nil, nil, nil])
    #expect(
      reading.columns == ["url", "archived", "keyLength", "geo", "tagNames", "tag_ids", "title"])
    #expect(reading.headerLine == 1)
  }

  @Test func `dotted names reach inside, wherever their columns stand`() throws {
    let shape = RowShape(types: ["utm.term": .boolean, "a.b.c": .number])
    let reading = try read(
      """
      utm.source,url,a.b.c,utm.term,a.d
      s,u,1,yes,2
      ,u,,,
      null,,,,
      """, shape)
    #expect(
      reading.objects == [
        #"{"utm":{"source":"s","term":true},"url":"u","a":{"b":{"c":1},"d":"2"}}"#,
        #"{"url":"u"}"#, #"{"utm":{"source":null}}"#,
      ])
  }

  @Test func `a name with dots but nothing between them is one word`() throws {
    let reading = try read("Nr.,.x,a..b,.\n1,2,3,4")
    #expect(reading.objects == [#"{"Nr.":"1",".x":"2","a..b":"3",".":"4"}"#])
    let deep = Array(repeating: "a", count: 200_000).joined(separator: ".")
    #expect(try read("\(deep)\n1").objects == [#"{"\#(deep)":"1"}"#])
    let nested = Array(repeating: "a", count: 32).joined(separator: ".")
    let object = try read("\(nested)\n1").objects.first ?? nil
    #expect(object?.hasPrefix(#"{"a":{"a":{"a":"#) == true)
  }

  static let conflicts: [(String, InputError.Reason)] = [
    ("utm,utm.source", .conflictingColumns("utm", "utm.source")),
    ("utm.source,utm", .conflictingColumns("utm.source", "utm")),
    ("a.b.c,x,a.b", .conflictingColumns("a.b.c", "a.b")),
    ("a.b,a.b.c", .conflictingColumns("a.b", "a.b.c")),
    ("url,title,url", .repeatedColumn("url")), ("a.b,a.b", .repeatedColumn("a.b")),
  ]

  @Test(arguments: conflicts)
  func `columns that cannot be in one object are refused`(
    header: String, reason: InputError.Reason
  ) throws {
    let reading = try read("\n\(header)\n1,2,3\n")
    #expect(reading.fault == reason)
    #expect(reading.faultLine == 2)
    #expect(reading.rows.isEmpty)
  }

  @Test(arguments: [1, 15, 16, 17, 18, 40])
  func `a name that returns is found among few and among many`(count: Int) throws {
    let names = (0..<count).map { "f\($0)" }
    #expect(try read(names.joined(separator: ",")).columns == names)
    for name in names {
      let header = (names + ["\(name).x"]).joined(separator: ",")
      #expect(try read(header).fault == .conflictingColumns(name, "\(name).x"))
    }
  }

  @Test func `names differ by case and by every byte`() throws {
    let reading = try read("url,URL,é,e\u{301}\n1,2,3,4")
    #expect(
      reading.objects.first??.utf8.elementsEqual(
        "{\"url\":\"1\",\"URL\":\"2\",\"é\":\"3\",\"e\u{301}\":\"4\"}".utf8) == true)
  }

  @Test func `columns are mapped to fields`() throws {
    let shape = RowShape(
      types: ["archived": .boolean],
      columns: ["url": "Destination", "utm.source": "Source", "archived": "old", "title": "Source"])
    let reading = try read("Destination,key,Source, OLD \nu,k,s,yes", shape)
    #expect(
      reading.objects == [
        #"{"url":"u","key":"k","title":"s","utm":{"source":"s"},"archived":true}"#
      ])
    #expect(reading.columns == ["url", "key", "title", "utm.source", "archived"])
    let swapped = RowShape(columns: ["a": "b", "b": "a"])
    #expect(try read("a,b\n1,2", swapped).objects == [#"{"b":"1","a":"2"}"#])
    let both = RowShape(columns: ["key": "key", "externalId": "key"])
    #expect(try read("key\n1", both).objects == [#"{"externalId":"1","key":"1"}"#])
  }

  @Test func `a mapping that cannot be is refused`() throws {
    let url = RowShape(columns: ["url": "Ziel"])
    #expect(
      try read("link,title\n1,2", url).fault
        == .missingMappedColumn("Ziel", field: "url", found: ["link", "title"]))
    #expect(try read("url,Ziel\n1,2", url).fault == .conflictingColumns("url", "Ziel"))
    #expect(try read("Ziel,Ziel\n1,2", url).fault == .repeatedColumn("Ziel"))
    let inside = RowShape(columns: ["utm": "a", "utm.source": "b"])
    for name in ["x.csv", "x.tsv", "x.json", "x.ndjson"] {
      let reading = try ObjectReading("[", as: name, inside)
      #expect(reading.fault == .conflictingColumns("utm", "utm.source"), "\(name)")
    }
    #expect(try read("", url).fault == nil)
  }

  @Test func `a column without a name must be empty`() throws {
    let reading = try read("url,,title, \na,,b,\n,,\"\",\nc,x,d,\ne,,f, \ng,,h,\" !\"")
    #expect(reading.columns == ["url", "title"])
    #expect(
      reading.objects == [
        #"{"url":"a","title":"b"}"#, "{}", nil, #"{"url":"e","title":"f"}"#, nil,
      ])
    #expect(reading.faults == [3: .unnamedColumn(2), 5: .unnamedColumn(4)])
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func `delimiters and line ends are found`(delimiter: String, end: String) throws {
    let rows = [["url", "title"], ["u1", "\"A\(end)\"\"B\"\"\(delimiter)\""], ["u2", ""]]
    let text = rows.map { $0.joined(separator: delimiter) + end }.joined()
    for encoding in Encoded.allCases {
      let reading = try ObjectReading(encoding.bytes(of: text), as: "links.CSV")
      let title = ("A\(end)\"B\"\(delimiter)").debugDescription
      #expect(reading.objects == ["{\"url\":\"u1\",\"title\":\(title)}", #"{"url":"u2"}"#])
      #expect(reading.lines == [2, 4])
    }
  }

  @Test func `the delimiter is the one that shows known fields`() throws {
    let shape = RowShape(types: ["url": .text, "title": .text, "utm": .object])
    #expect(try read("url;a,b,c\n1;2", shape).columns == ["url", "a,b,c"])
    #expect(try read("utm.source;a,b,c\n1;2", shape).columns == ["utm.source", "a,b,c"])
    #expect(try read("a;b,title\n1,2", shape).columns == ["a;b", "title"])
    #expect(
      try read("LINK ID;x,y,z\n1;2", RowShape(columns: ["a": "Link ID"])).columns == ["a", "x,y,z"])
    #expect(try read("url_id;x,y,z\n1;2", RowShape(ids: .required)).ids == ["1"])
    #expect(try read("url;a,b,c\n1,2,3").columns == ["url;a", "b", "c"])
    #expect(
      try read("url\nhttps://a.example/?a;b", shape).objects == [
        #"{"url":"https://a.example/?a;b"}"#
      ])
    let options = InputOptions(delimiter: UInt8(ascii: "|"))
    #expect(try read("url|a,b\n1|2", shape, options).columns == ["url", "a,b"])
    #expect(try ObjectReading("url,a\tb\n1\t2", as: "x.tsv", shape).columns == ["url,a", "b"])
  }

  @Test func `malformed rows stand between good ones`() throws {
    let shape = RowShape(types: ["n": .number, "o": .object])
    let text = "url,n,o\na,1,{}\nb,\"1,5\",\nc,1\nd\"d,1,\ne,,{'}\n\n\"f\n\",2,\n"
    let reading = try read(text, shape)
    #expect(
      reading.objects == [
        #"{"url":"a","n":1,"o":{}}"#, nil, nil, nil, nil, #"{"url":"f\n","n":2}"#,
      ])
    let faults: [Int: RowFault] = [
      2: .wrongCell(field: "n", .number, found: "1,5"), 3: .fieldCount(found: 2, expected: 3),
      4: .strayQuote, 5: .cellNotJSON(field: "o", .unexpectedByte(0x27)),
    ]
    #expect(reading.faults == faults)
    #expect(reading.lines == [2, 3, 4, 5, 6, 8])
    let latin = try ObjectReading(
      [UInt8]("url\n".utf8) + [0xE9, 0x0A] + [UInt8]("b\n".utf8), as: "x.csv")
    #expect(latin.faults == [1: .notText])
    #expect(latin.objects == [nil, #"{"url":"b"}"#])
  }

  @Test func `a mapped cell's fault names the field`() throws {
    let shape = RowShape(types: ["a.b": .boolean], columns: ["a.b": "x"])
    #expect(try read("x\n?", shape).faults == [1: .wrongCell(field: "a.b", .boolean, found: "?")])
  }

  @Test func `what ends the reading ends it here too`() throws {
    let open = try read("url,t\na,b\nc,\"d\n")
    #expect(open.fault == .unterminatedQuote)
    #expect(open.faultLine == 3)
    #expect(open.objects == [#"{"url":"a","t":"b"}"#])
    #expect(try read("url,5\" disc\n").fault == .malformedHeader(.strayQuote))
  }

  @Test(arguments: ["", "\n\r\n", "\u{FEFF}", "url", "url,title\r\n\r\n"])
  func `a file without rows is no fault, whatever is asked of it`(text: String) throws {
    let shape = text.contains("url") ? RowShape() : RowShape(columns: ["a": "b"], ids: .required)
    let reading = try read(text, shape)
    #expect(reading.fault == nil)
    #expect(reading.rows.isEmpty)
    #expect((reading.headerLine == 1) == text.contains("url"))
  }

  @Test func `a record may have a megabyte and no more`() throws {
    let long = String(repeating: "x", count: 1_000_000)
    let reading = try read("url,title\n\(long),a\nb,\(long)\(long)\nc,d")
    #expect(reading.objects.map { $0?.utf8.count } == [1_000_022, nil, 23])
    #expect(reading.faults == [2: .tooLong(limit: 1_048_576)])
  }

  @Test func `a header of very many columns is read in good time`() throws {
    let one = (0..<80_000).map { "a.c\($0)" }.joined(separator: ",")
    #expect(try read(one + "\n1").faults == [1: .fieldCount(found: 1, expected: 80_000)])
    let repeated = String(repeating: "x,", count: 500_000)
    #expect(try read(repeated + "\n1").fault == .repeatedColumn("x"))
  }
}
