// How an answer is put together from lines and bytes, with no network.

import HTTP
import Testing

@testable import Transport

@Suite struct AnswerAssemblyTests {
  private func assemble(_ lines: [String], body: String = "", cap: Int = 1 << 20) -> HTTPResponse? {
    var answer = AnswerAssembly(maximumBodyBytes: cap)
    for line in lines { _ = answer.append(headerLine: [UInt8](line.utf8)) }
    _ = answer.append(body: [UInt8](body.utf8))
    #expect(!answer.isTooLarge)
    return answer.takeResponse()
  }

  @Test("headers keep their order, their repetitions and their inner blanks")
  func headers() {
    let response = assemble([
      "HTTP/1.1 200 OK\r\n", "B: 1\r\n", "a:two  words \r\n", "B:\t3\r\n", "Empty:\r\n",
      "no colon\r\n", "Folded: x\r\n", "\t y\r\n", "\r\n",
    ])
    let expected: HTTPHeaders = [
      "B": "1", "a": "two  words", "B": "3", "Empty": "", "Folded": "x y",
    ]
    #expect(response == HTTPResponse(status: 200, headers: expected, body: []))
  }

  @Test("interim answers are dropped and trailers are not taken for headers")
  func interim() {
    let response = assemble(
      [
        "HTTP/1.1 100 Continue\r\n", "X: interim\r\n", "\r\n", "HTTP/1.1 103 Early Hints\r\n",
        "\r\n",
        "HTTP/2 201 \r\n", "X: final\n", "\n", "Trailer: t\r\n", "HTTP/1.1 500 Trailer\r\n", "\r\n",
      ], body: "b")
    #expect(response == HTTPResponse(status: 201, headers: ["X": "final"], body: [0x62]))
  }

  @Test(
    "a head without its end is no answer",
    arguments: [
      [], ["HTTP/1.1 200 OK\r\n"], ["HTTP/1.1 200 OK\r\n", "A: b\r\n"],
      ["HTTP/1.1 100 Continue\r\n", "\r\n"], ["\r\n"], ["A: b\r\n", "\r\n"],
    ])
  func incomplete(_ lines: [String]) {
    #expect(assemble(lines) == nil)
  }

  @Test("the body's cap is exact and survives chunks of any size")
  func bodyCap() {
    var answer = AnswerAssembly(maximumBodyBytes: 10)
    let taken = [[1, 2, 3, 4, 5, 6, 7], [8, 9, 10], [11]].map { answer.append(body: $0) }
    #expect(taken == [true, true, false])
    #expect(answer.isTooLarge)
  }

  @Test(
    "a length that the head tells is a hint, whatever it is",
    arguments: ["3", "0", "-7", "99999999999999999999", "9223372036854775807", "x"])
  func toldLength(_ text: String) {
    let lines = ["HTTP/1.1 200 OK\r\n", "Content-Length: \(text)\r\n", "\r\n"]
    #expect(assemble(lines, body: "abc")?.body == [0x61, 0x62, 0x63])
  }

  @Test("header lines are capped all together, interim ones too")
  func headCap() {
    var answer = AnswerAssembly(maximumBodyBytes: 0)
    let block = [
      "HTTP/1.1 100 Continue\r\n", "A: \(String(repeating: "x", count: 1000))\r\n", "\r\n",
    ]
    var isTaken = true
    for _ in 0..<1000 {
      for line in block { isTaken = isTaken && answer.append(headerLine: [UInt8](line.utf8)) }
    }
    #expect(!isTaken)
    #expect(answer.isTooLarge)
  }

  @Test("a second try starts from nothing")
  func restart() {
    var answer = AnswerAssembly(maximumBodyBytes: 4)
    _ = answer.append(headerLine: [UInt8]("HTTP/1.1 200 OK\r\n".utf8))
    _ = answer.append(body: [1, 2, 3, 4, 5])
    answer.restart()
    for line in ["HTTP/1.1 204 No Content\r\n", "\r\n"] {
      _ = answer.append(headerLine: [UInt8](line.utf8))
    }
    #expect(answer.takeResponse() == HTTPResponse(status: 204))
  }
}
