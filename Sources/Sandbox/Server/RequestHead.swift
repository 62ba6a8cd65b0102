// The lines of a request's head, one function each. Pure: bytes in, values or a fault out.

import HTTP

/// The grammar of RFC 9112's request line, fields and chunk sizes.
enum RequestHead {
  /// How a body comes and what becomes of the connection.
  struct Framing {
    enum Body {
      case none
      case sized(Int)
      case chunked
    }

    var body: Body
    var keepsAlive: Bool
    var expectsContinue: Bool
  }

  /// The method and target of a request line; `keepsAlive` tells the version until the head has ended.
  static func requestLine(
    _ line: ArraySlice<UInt8>, targetCap: Int
  ) throws(RequestFault) -> IncomingRequest {
    let words = line.split(
      separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(isToken) else {
      throw .malformed("the first line is not METHOD TARGET VERSION")
    }
    guard words[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .malformed("the request target has a byte that must be percent-encoded")
    }
    guard words[1].count <= targetCap else { throw .targetTooLong }
    guard words[1].first == UInt8(ascii: "/") else {
      throw .malformed("the request target does not begin with /")
    }
    let version = String(decoding: words[2], as: UTF8.self)
    guard version.utf8.starts(with: "HTTP/".utf8) else {
      throw .malformed("the first line does not end in HTTP/1.1")
    }
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw .unsupportedVersion }
    return IncomingRequest(
      method: String(decoding: words[0], as: UTF8.self),
      target: String(decoding: words[1], as: UTF8.self), keepsAlive: version == "HTTP/1.1")
  }

  /// Adds a field line to the headers.
  static func field(
    _ line: ArraySlice<UInt8>, to headers: inout HTTPHeaders
  ) throws(RequestFault) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isToken)
    else { throw .malformed("a header line is not NAME: VALUE") }
    let value = trimmed(line[line.index(after: colon)...])
    guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw .malformed("a header value has a control character")
    }
    headers.append(
      String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// What the headers say of body and connection; what could smuggle a second request is refused.
  static func framing(of request: IncomingRequest) throws(RequestFault) -> Framing {
    let isNew = request.keepsAlive
    var framing = Framing(body: .none, keepsAlive: isNew, expectsContinue: false)
    var lengths: [String] = []
    var hosts = 0
    for field in request.headers.fields {
      switch field.name.lowercased() {
      case "content-length": lengths.append(field.value)
      case "transfer-encoding":
        guard field.value.lowercased() == "chunked" else { throw .unsupportedTransferCoding }
        if case .chunked = framing.body { throw .unsupportedTransferCoding }
        framing.body = .chunked
      case "host": hosts += 1
      case "connection": framing.keepsAlive = keepsAlive(field.value, isNew: isNew)
      case "expect": framing.expectsContinue = field.value.lowercased() == "100-continue"
      default: break
      }
    }
    guard hosts == 1 || !isNew && hosts == 0 else { throw .malformed("there is no one Host") }
    return try sized(framing, lengths)
  }

  private static func sized(
    _ framing: Framing, _ lengths: [String]
  ) throws(RequestFault) -> Framing {
    guard let length = lengths.first else { return framing }
    if case .chunked = framing.body { throw .malformed("there are two lengths of the body") }
    guard lengths.allSatisfy({ $0 == length }) else {
      throw .malformed("there are two lengths of the body")
    }
    guard !length.isEmpty, length.utf8.allSatisfy(isDigit) else {
      throw .malformed("Content-Length is not a number")
    }
    guard let count = Int(length) else { throw .bodyTooLarge }
    var framing = framing
    if count > 0 { framing.body = .sized(count) }
    return framing
  }

  private static func keepsAlive(_ connection: String, isNew: Bool) -> Bool {
    let words = connection.lowercased().split(whereSeparator: { $0 == "," || $0 == " " })
    return isNew ? !words.contains("close") : words.contains("keep-alive")
  }

  /// The size on a chunk's first line, extensions left out; more than 15 digits are refused.
  static func chunkSize(_ line: ArraySlice<UInt8>) throws(RequestFault) -> Int {
    let digits = trimmed(line.prefix { $0 != UInt8(ascii: ";") })
    guard (1...15).contains(digits.count) else { throw .malformed("a chunk has no size") }
    var size = 0
    for digit in digits {
      guard let value = Hexadecimal.value(digit) else {
        throw .malformed("a chunk size is not hexadecimal")
      }
      size = size << 4 | Int(value)
    }
    return size
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    var rest = bytes.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
