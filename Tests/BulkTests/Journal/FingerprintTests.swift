import Bulk
import Records
import TestSupport
import Testing

@Suite struct FingerprintTests {
  @Test("the same content has the same fingerprint in every version, since journals hold them")
  func lasting() {
    #expect(row("").text == "89601faf8034e4e4a71e1394cae09429")
    #expect(row("link_01HK153X01XJ4G4Q6111T3JR8Y").text == "895c7043a86950b3cac1edc03d8cc761")
    #expect(Fingerprint(of: "a".utf8, "b".utf8).text == "fa6ba7e7314f11791e1915477e388284")
  }

  @Test("contents that are nearly the same differ in both halves")
  func distinct() {
    var whole: Set<Fingerprint> = []
    var halves: Set<UInt64> = []
    var contents: [[UInt8]] = []
    for length in 0..<40 { contents.append(Array(repeating: 0, count: length)) }
    for number in 0..<100_000 { contents.append(Array("https://example.org/p/\(number)".utf8)) }
    for place in 0..<64 {
      for bit in 0..<8 {
        var bytes = Array(repeating: UInt8(ascii: "x"), count: 64)
        bytes[place] ^= 1 << UInt8(bit)
        contents.append(bytes)
      }
    }
    for content in contents {
      let fingerprint = Fingerprint(of: content)
      whole.insert(fingerprint)
      halves.insert(UInt64(truncatingIfNeeded: fingerprint.bits))
      halves.insert(UInt64(truncatingIfNeeded: fingerprint.bits >> 64))
    }
    #expect(whole.count == contents.count)
    #expect(halves.count == 2 * contents.count)
  }

  @Test("where one part ends and the next begins makes a difference")
  func parts() {
    #expect(Fingerprint(of: "ab".utf8, "c".utf8) != Fingerprint(of: "a".utf8, "bc".utf8))
    #expect(Fingerprint(of: "abc".utf8, "".utf8) != Fingerprint(of: "abc".utf8))
  }

  @Test("the order of an object's members makes none, that of a list does")
  func canonical() throws {
    func canonical(_ text: String) throws -> String {
      let bytes = try JSONValue(parsing: [UInt8](text.utf8)).canonicalBytes
      return String(decoding: bytes, as: UTF8.self)
    }
    let text = #"{"b":[{"z":1,"y":[2,1]}],"a":{"d":1.0,"c":null},"":"é"}"#
    #expect(try canonical(text) == #"{"":"é","a":{"c":null,"d":1.0},"b":[{"y":[2,1],"z":1}]}"#)
    #expect(try canonical(#"{"a":2,"b":0,"a":1}"#) == #"{"a":2,"a":1,"b":0}"#)
  }
}
