import Foundation
import HTTP
import Records
import TestSupport
import Testing

/// The same rows in any format give the same requests, and what JSON holds arrives unchanged.
@Suite struct SameRowsTests {
  /// A provider that takes every request and refuses every row of it.
  private func refuser() throws -> LoopbackServer {
    try LoopbackServer { request in
      let body = (try? JSONValue(parsing: request.body)) ?? .null
      let ids = body["linkIds"]?.array ?? []
      let links = body.array ?? ids.map { .object(["id": $0]) }
      let items = links.map { link -> JSONValue in
        ["link": link, "error": "no", "code": "unprocessable_entity"]
      }
      return .answer(JSONValue.array(items).text, headers: ["Content-Type": "application/json"])
    }
  }

  /// The bodies that a run sends, in order.
  private func bodies(
    _ arguments: [String], provider: String = "dub", _ input: [UInt8],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    let folder = try TemporaryDirectory()
    let server = try refuser()
    let run = try await Tool("linkctl").run(
      arguments + ["-c", "1", "--batch-size", "3", "--rate", "10000/s", "--retries", "0"],
      environment: [
        "LINKCTL_PROVIDER": provider, "LINKCTL_BASE_URL": server.url, "DUB_API_KEY": "dub_k",
        "HOKO_API_KEY": "k", "SHORTPEN_API_KEY": "k",
      ], inputFile: try folder.write(input, to: "rows"))
    let bodies = server.requests.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(!bodies.isEmpty, "\(run.errors)", sourceLocation: sourceLocation)
    return bodies
  }

  private static let names = [
    "url", "key", "archived", "tagNames", "geo", "comments", "title", "keyLength",
  ]

  /// Cells of five rows; an empty one is a field that is left out.
  private static let cells: [[String]] = [
    [
      "https://example.org/?a=1&b=2", "k-1", "true", "one,two",
      #"{"US":"https://us.example.org/"}"#,
      "first\nsecond", "null", "",
    ],
    ["https://example.org/ü", "grüße", "", "", "", "say \"hi\", you; or\tso", "🚀 日本", "12"],
    ["https://example.org/3", "", "false", #"["a, b","c"]"#, "", "", "  blanks  ", "190"],
    ["https://example.org/4", "", "", "", "", "\n\nnew\nlines\n", "", ""],
    ["https://example.org/5", "007", "true", "one", "{}", "true", "1.0", "3"],
  ]

  private static let objects = [
    #"{"url":"https://example.org/?a=1&b=2","key":"k-1","archived":true,"tagNames":["one","two"],"#
      + #""geo":{"US":"https://us.example.org/"},"comments":"first\nsecond","title":null}"#,
    #"{"url":"https://example.org/ü","key":"grüße","#
      + #""comments":"say \"hi\", you; or\tso","title":"🚀 日本","keyLength":12}"#,
    #"{"url":"https://example.org/3","archived":false,"tagNames":["a, b","c"],"#
      + #""title":"  blanks  ","keyLength":190}"#,
    #"{"url":"https://example.org/4","comments":"\n\nnew\nlines\n"}"#,
    #"{"url":"https://example.org/5","key":"007","archived":true,"tagNames":["one"],"geo":{},"#
      + #""comments":"true","title":"1.0","keyLength":3}"#,
  ]

  private static func table(_ delimiter: String, lineEnd: String = "\n") -> String {
    ([names] + cells).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: delimiter)
    }.joined(separator: lineEnd) + lineEnd
  }

  private static func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    Array(("\u{FEFF}" + text).utf16).flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isBig ? [high, low] : [low, high]
    }
  }

  /// Every form that the rows can have, with the options that it needs.
  static var forms: [(name: String, options: [String], bytes: [UInt8])] {
    let comma = table(",")
    return [
      ("CSV", [], [UInt8](comma.utf8)),
      ("CSV with BOM", [], [0xEF, 0xBB, 0xBF] + [UInt8](comma.utf8)),
      ("CSV with CRLF", [], [UInt8](table(",", lineEnd: "\r\n").utf8)),
      ("CSV with CR", [], [UInt8](table(",", lineEnd: "\r").utf8)),
      ("CSV with ;", [], [UInt8](table(";").utf8)),
      ("CSV with |", ["--format", "csv", "--delimiter", "|"], [UInt8](table("|").utf8)),
      ("CSV in UTF-16", [], utf16(comma, isBig: false)),
      ("CSV as Excel has it", [], utf16(table(";", lineEnd: "\r\n"), isBig: true)),
      ("TSV", ["--format", "tsv"], [UInt8](table("\t").utf8)),
      ("NDJSON", [], [UInt8](objects.joined(separator: "\n").utf8)),
      ("NDJSON with CRLF", [], [UInt8]((objects.joined(separator: "\r\n") + "\r\n").utf8)),
      ("JSON", [], [UInt8](("[" + objects.joined(separator: ",") + "]").utf8)),
      (
        "JSON with blanks", ["--format", "json"],
        [UInt8](("\n[ " + objects.joined(separator: "\n ,\t") + " ]\n").utf8)
      ),
      ("JSON in UTF-16", [], utf16("[" + objects.joined(separator: ",") + "]", isBig: true)),
    ]
  }

  @Test(
    "the same rows in any format are the same requests, byte for byte", arguments: forms.indices)
  func sameRows(index: Int) async throws {
    let form = Self.forms[index]
    let bodies = try await bodies(["create", "--input", "-"] + form.options, form.bytes)
    let wanted = [Self.objects[..<3], Self.objects[3...]].map {
      "[" + $0.joined(separator: ",") + "]"
    }
    #expect(bodies == wanted, "\(form.name)")
  }

  @Test("dotted columns reach inside, at Hoko and in changes too")
  func dotted() async throws {
    let csv = """
      url;collectionId;utm.source;title;utm.medium
      https://example.org/1;40000000-0000-4000-8000-000000000001;mail;"one\ntwo";web
      https://example.org/2;40000000-0000-4000-8000-000000000001;;;web
      """
    let made = try await bodies(["create", "--input", "-"], provider: "hoko", [UInt8](csv.utf8))
    let id = #""collectionId":"40000000-0000-4000-8000-000000000001""#
    #expect(
      made.first
        == #"[{"url":"https://example.org/1",\#(id),"utm":{"source":"mail","medium":"web"},"#
        + #""title":"one\ntwo"},{"url":"https://example.org/2",\#(id),"utm":{"medium":"web"}}]"#)
    let changes = "archived,linkId,geo.US\nyes,link_1,https://us.example.org/\n"
    let changed = try await bodies(["update", "--input", "-"], [UInt8](changes.utf8))
    #expect(
      changed == [
        #"{"linkIds":["link_1"],"data":{"archived":true,"geo":{"US":"https://us.example.org/"}}}"#
      ])
  }

  @Test("numbers, big and small, text and nested objects arrive as they were written")
  func unchanged() async throws {
    let row =
      #"{"url":"https://example.org/","key":"🚀/👩‍👩‍👧","big":123456789012345678901234567890123456789012345,"#
      + #""small":-0.1000,"exponent":1E400,"zero":-0,"one":1.0,"text":"\u0001\u001f\\\"/é","#
      + #""nested":{"b":[1,{"a":null}],"a":{"":[[]]},"c":{}},"emoji":"👍🏽","line":" "}"#
    let bodies = try await bodies(
      ["create", "--input", "-", "--allow-unknown-fields", "--format", "ndjson"],
      [UInt8](row.utf8))
    let body = try #require(bodies.first)
    #expect(bodies.count == 1)
    #expect(
      try JSONValue(parsing: [UInt8](body.utf8)) == .array([JSONValue(parsing: [UInt8](row.utf8))]))
    for text in [
      "12345678901234567890123456789012345678901234", "-0.1000", "1E400", ":-0,", ":1.0,",
    ] {
      #expect(body.contains(text), "\(text)")
    }
    #expect(body.contains(#""nested":{"b":[1,{"a":null}],"a":{"":[[]]},"c":{}}"#))
  }

  @Test("ShortPen's IDs beyond what a double holds arrive whole")
  func bigIDs() async throws {
    let csv = "url_id,folder_id,title\n9007199254740993,9223372036854775807,x\n"
    let bodies = try await bodies(
      ["update", "--input", "-"], provider: "shortpen", [UInt8](csv.utf8))
    #expect(
      bodies.first
        == #"{"url_id":9007199254740993,"folder_id":9223372036854775807,"title":"x"}"#)
  }
}
