// Puts an answer together from what libcurl hands over piece by piece. Nothing in this file knows
// libcurl, and no input makes it hold more than its caps.

import HTTP

/// An answer on its way in.
struct AnswerAssembly {
  /// Bytes of header lines, interim answers included, that are taken before the answer is refused.
  static let maximumHeadBytes = 256 << 10

  private enum Stage { case beforeStatusLine, inHead, afterHead }

  private let maximumBodyBytes: Int
  private var stage = Stage.beforeStatusLine
  private var headBytes = 0
  private var head: [UInt8] = []
  private var body: [UInt8] = []
  /// The fields of the final head, once that has come to its end.
  private var fields = HTTPHeaders()

  /// Whether a cap was passed; what is here is then not the answer.
  private(set) var isTooLarge = false

  init(maximumBodyBytes: Int) { self.maximumBodyBytes = maximumBodyBytes }

  /// Forgets everything, for a new request or for another try at the same one.
  mutating func restart() {
    stage = .beforeStatusLine
    headBytes = 0
    head.removeAll(keepingCapacity: true)
    body = []
    fields = HTTPHeaders()
    isTooLarge = false
  }

  /// Takes one line of a head, with its line end; `false` when that is too much.
  ///
  /// An interim (1xx) head is dropped when the next one begins, and lines after the final head, which
  /// are trailers, are not kept.
  mutating func append(headerLine line: some Collection<UInt8>) -> Bool {
    guard line.count <= Self.maximumHeadBytes - headBytes else {
      isTooLarge = true
      return false
    }
    headBytes += line.count
    switch stage {
    case .beforeStatusLine:
      guard line.starts(with: "HTTP/".utf8) else { return true }
      head.removeAll(keepingCapacity: true)
      head += line
      stage = .inHead
    case .inHead:
      head += line
      if line.first == .carriageReturn || line.first == .lineFeed {
        stage = Self.status(in: head) < 200 ? .beforeStatusLine : .afterHead
        if stage == .afterHead { fields = Self.fields(in: head) }
      }
    case .afterHead: break
    }
    return true
  }

  /// Takes decoded bytes of the body; `false` when that is too much.
  mutating func append(body bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count <= maximumBodyBytes - body.count else {
      isTooLarge = true
      body = []
      return false
    }
    if body.isEmpty { body.reserveCapacity(min(toldLength, Self.mostReserved)) }
    body += bytes
    return true
  }

  /// The bytes that are made room for at once where a head tells of them, since growing step by step copies them again and
  /// leaves room for up to as many more; a head may tell anything.
  private static var mostReserved: Int { 1 << 20 }

  private var toldLength: Int {
    max(0, fields["Content-Length"].flatMap { Int($0) } ?? 0)
  }

  /// Gives the answer away, or nothing when no final head has come to its end.
  mutating func takeResponse() -> HTTPResponse? {
    guard stage == .afterHead else { return nil }
    defer { restart() }
    return HTTPResponse(status: Self.status(in: head), headers: fields, body: body)
  }

  /// The number after the first space of a status line; 0 when there is none.
  private static func status(in head: [UInt8]) -> Int {
    let digits = head.drop { $0 != .space }.drop { $0 == .space }.prefix(3)
    return digits.reduce(0) {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($1) ? $0 * 10 + Int($1 & 0xF) : $0
    }
  }

  private static func fields(in head: [UInt8]) -> HTTPHeaders {
    var headers = HTTPHeaders()
    var field: HTTPHeaders.Field?
    for line in head.split(separator: .lineFeed).dropFirst() {
      if let first = line.first, first == .space || first == .tab {
        // A folded line goes on with the value before it.
        field?.value += " " + text(line)
      } else {
        if let field { headers.append(field.name, field.value) }
        field = line.firstIndex(of: .colon).map { colon in
          HTTPHeaders.Field(text(line[..<colon]), text(line[(colon + 1)...]))
        }
      }
    }
    if let field { headers.append(field.name, field.value) }
    return headers
  }

  /// Text without the blanks around it.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let isBlank = { (byte: UInt8) in byte == .space || byte == .tab || byte == .carriageReturn }
    var bytes = bytes.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate static let tab = UInt8(ascii: "\t")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let space = UInt8(ascii: " ")
  fileprivate static let colon = UInt8(ascii: ":")
}
