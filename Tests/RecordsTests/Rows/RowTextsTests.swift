// That rows written as they came are the same rows when they are read again, whatever they are.

import TestSupport
import Testing

@testable import Records

@Suite struct RowTextsTests {
  /// The texts of the rows of a reading, chosen by their numbers, as a file.
  private func file(
    _ source: InputSource, _ limits: TextLimits, choosing isChosen: (Int) -> Bool
  ) throws -> (bytes: [UInt8], count: Int) {
    let layout = try source.rows(limits: limits).layout.first
    var texts = try source.texts(layout, limits: limits)
    var form = RowFile(like: texts)
    var file: [UInt8] = []
    var count = 0
    while let text = try texts.next() {
      count += 1
      if isChosen(count) { file += form.add(text) }
    }
    return (file + form.end(), count)
  }

  private func check(
    _ bytes: [UInt8], _ name: String, _ limits: TextLimits, in directory: TemporaryDirectory
  ) throws {
    let source = try Reading.source(bytes, in: directory, as: name, InputOptions())
    let reading = Reading(source, chunk: limits.chunk, record: limits.record)
    guard reading.fault == nil, !reading.rows.isEmpty else { return }
    let layout = try source.rows(limits: limits).layout.first
    for divisor in [1, 2, 3] {
      let chosen = reading.rows.filter { $0.number % divisor == 0 }
      let (bytes, count) = try file(source, limits) { $0 % divisor == 0 }
      #expect(count == reading.rows.count)
      let isTooLong = chosen.contains {
        if case .malformed(.tooLong) = $0.content { true } else { false }
      }
      // Without its text a row is missing, which is told elsewhere.
      if isTooLong { continue }
      let options = InputOptions(format: layout.format, delimiter: layout.delimiter)
      let again = Reading(
        try Reading.source(bytes, in: directory, as: "again", options), record: limits.record)
      #expect(
        again.rows.map(\.content) == chosen.map(\.content) && again.fault == nil,
        "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  @Test(arguments: ChunkTests.names, Encoded.allCases)
  func `rows written as they came are the same rows again`(
    name: String, encoding: Encoded
  ) throws {
    let directory = try TemporaryDirectory()
    for text in ChunkTests.texts {
      for chunk in [1, 5, 1 << 18] {
        for record in [1 << 20, 40] {
          let limits = TextLimits(chunk: chunk, record: record)
          try check(encoding.bytes(of: text), name, limits, in: directory)
        }
      }
    }
  }

  @Test func `a text is the row's own, without comments, blank lines and its neighbours`() throws {
    let directory = try TemporaryDirectory()
    func texts(_ text: String, _ name: String) throws -> [String] {
      let source = try Reading.source([UInt8](text.utf8), in: directory, as: name, InputOptions())
      var texts = try source.texts(try source.rows().layout.first)
      var all = [String(decoding: texts.header, as: UTF8.self)]
      while let text = try texts.next() { all.append(String(decoding: text, as: UTF8.self)) }
      return all
    }
    #expect(try texts("# a\n\n x \r\n#b\ny", "x.txt") == ["", " x \r\n", "y\n"])
    #expect(
      try texts("id;n\r\n\r\n1;\"a\r\n;b\"\r\n2;", "x.csv")
        == ["id;n\r\n", "1;\"a\r\n;b\"\r\n", "2;\n"])
    #expect(try texts(#"[ {"id": 1} , "b",3]"#, "x.json") == ["", #"{"id": 1}"#, #""b""#, "3"])
    #expect(try texts("{\"id\":1}\n\n\"b\"", "x.ndjson") == ["", "{\"id\":1}\n", "\"b\"\n"])
  }
}
