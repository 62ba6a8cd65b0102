// Bytes to a descriptor, buffered, with a full disk or a closed pipe noticed.

import Glibc

/// Collects what is written and hands it to a descriptor in large pieces.
struct OutputStream: ~Copyable {
  private let descriptor: Int32
  private var pending: [UInt8] = []
  /// The error that ended writing; nothing is written after it.
  private(set) var failure: Int32?

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  mutating func write(_ bytes: some Sequence<UInt8>) { pending.append(contentsOf: bytes) }

  mutating func write(_ text: String) { write(text.utf8) }

  var isEmpty: Bool { pending.isEmpty }

  /// Whether so much is collected that it should be handed over.
  var isFull: Bool { pending.count >= 1 << 16 }

  /// Everything written so far is handed over when this returns, unless writing has failed.
  mutating func flush() {
    send(first: pending.count)
    pending.removeAll(keepingCapacity: true)
  }

  /// The same, and the error that ended writing.
  mutating func flushed() -> Int32? {
    flush()
    return failure
  }

  /// Hands the lines over that are whole; what follows the last line end is kept for later.
  mutating func flushedLines() -> Int32? {
    guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { return failure }
    send(first: end + 1)
    pending.removeFirst(end + 1)
    return failure
  }

  private mutating func send(first count: Int) {
    var sent = 0
    while failure == nil, sent < count {
      switch Self.send(pending[sent..<count], to: descriptor) {
      case .success(let count): sent += count
      case .failure(let error): failure = error.code
      }
    }
  }

  private struct SystemError: Error { let code: Int32 }

  private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Result<
    Int, SystemError
  > {
    while true {
      // The buffer outlives the call, and `write` reads no more than its count.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 { return .success(count) }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&wait, 1, -1)
      case let code: return .failure(SystemError(code: code))
      }
    }
  }
}
