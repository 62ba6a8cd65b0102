// Bytes of one connection into requests (RFC 9112). Strict: what could be read in two ways is refused.
// Every read is bounds-checked, and nothing grows beyond its cap.

import HTTP

/// The bytes that came on a connection and how far they are understood.
struct RequestParser {
  /// How much a client may send.
  struct Caps {
    var target = 65_536
    var head = 65_536
    var body = 32 << 20
  }

  private enum Stage {
    case requestLine
    case fields
    case body(count: Int)
    case chunkSize
    case chunk(count: Int)
    case chunkEnd
    case trailers
  }

  /// The head of the request that is being read, where one has been read.
  private(set) var waitsForContinue = false

  private let caps: Caps
  private var bytes: [UInt8] = []
  private var position = 0
  private var searched = 0
  private var lineBytes = 0
  private var stage = Stage.requestLine
  private var request = IncomingRequest(method: "", target: "")

  init(caps: Caps = Caps()) {
    self.caps = caps
  }

  /// Whether a request has begun and is not whole.
  var isInsideRequest: Bool {
    if case .requestLine = stage { return position < bytes.count }
    return true
  }

  mutating func append(_ more: some Collection<UInt8>) {
    bytes.append(contentsOf: more)
  }

  /// The next whole request, or `nil` where more bytes are needed.
  mutating func next() throws(RequestFault) -> IncomingRequest? {
    while true {
      switch stage {
      case .requestLine:
        guard let line = try line() else { return nil }
        if line.isEmpty { continue }
        request = try RequestHead.requestLine(bytes[line], targetCap: caps.target)
        stage = .fields
      case .fields:
        guard let line = try line() else { return nil }
        if !line.isEmpty {
          try RequestHead.field(bytes[line], to: &request.headers)
        } else if try headEnded() {
          return finished()
        }
      default:
        guard let isWhole = try readBody() else { return nil }
        if isWhole { return finished() }
      }
    }
  }

  /// One step of a body: whether it is whole now, or `nil` where more bytes are needed.
  private mutating func readBody() throws(RequestFault) -> Bool? {
    switch stage {
    case .requestLine, .fields: return false
    case .body(let count):
      guard let body = take(count) else { return nil }
      request.body = Array(body)
      return true
    case .chunkSize:
      guard let line = try line() else { return nil }
      let size = try RequestHead.chunkSize(bytes[line])
      guard size <= caps.body - request.body.count else { throw .bodyTooLarge }
      lineBytes = 0
      stage = size == 0 ? .trailers : .chunk(count: size)
    case .chunk(let count):
      guard let chunk = take(count) else { return nil }
      request.body.append(contentsOf: chunk)
      discardTaken()
      stage = .chunkEnd
    case .chunkEnd:
      guard let line = try line() else { return nil }
      guard line.isEmpty else { throw .malformed("a chunk is longer than its size") }
      lineBytes = 0
      stage = .chunkSize
    case .trailers:
      guard let line = try line() else { return nil }
      return line.isEmpty
    }
    return false
  }

  /// Settles how the body comes; true where there is none.
  private mutating func headEnded() throws(RequestFault) -> Bool {
    let framing = try RequestHead.framing(of: request)
    request.keepsAlive = framing.keepsAlive
    lineBytes = 0
    waitsForContinue = framing.expectsContinue
    switch framing.body {
    case .none: return true
    case .chunked: stage = .chunkSize
    case .sized(let count):
      guard count <= caps.body else { throw .bodyTooLarge }
      stage = .body(count: count)
    }
    return false
  }

  private mutating func finished() -> IncomingRequest {
    defer {
      request = IncomingRequest(method: "", target: "")
      stage = .requestLine
      lineBytes = 0
      waitsForContinue = false
      discardTaken()
    }
    return request
  }

  /// Says that the interim answer was sent.
  mutating func continued() { waitsForContinue = false }

  /// The place of the next line without its end, or `nil` where it has not all come.
  private mutating func line() throws(RequestFault) -> Range<Int>? {
    guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = bytes.count
      try checkHead(bytes.count - position)
      return nil
    }
    let start = position
    try checkHead(end + 1 - start)
    lineBytes += end + 1 - start
    position = end + 1
    searched = position
    guard end > start, bytes[end - 1] == UInt8(ascii: "\r") else {
      throw .malformed("a line does not end in CR LF")
    }
    return start..<end - 1
  }

  private func checkHead(_ more: Int) throws(RequestFault) {
    guard lineBytes + more > caps.head else { return }
    if case .requestLine = stage { throw .targetTooLong }
    throw .headTooLarge
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard bytes.count - position >= count else { return nil }
    let taken = bytes[position..<position + count]
    position += count
    searched = position
    return taken
  }

  /// Forgets the bytes that were taken, seldom enough that it costs nothing per request.
  private mutating func discardTaken() {
    if position == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.count <= 65_536)
    } else if position >= 65_536 {
      bytes.removeFirst(position)
    } else {
      return
    }
    position = 0
    searched = 0
  }
}
