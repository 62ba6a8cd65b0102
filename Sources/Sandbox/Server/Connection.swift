// One client's connection: what came, what goes, and how far it is. It belongs to the loop's thread.

import Glibc
import HTTP

/// A connection and the state of its exchange; requests on it are answered one after the other.
final class Connection {
  enum Phase {
    /// Requests are read and answered.
    case reading
    /// An answer waits for its time.
    case waiting(Delivery, isHead: Bool, keepsAlive: Bool)
    /// No answer ever comes.
    case hung(heldKey: String?)
    /// What is left to say is being sent, then the connection closes.
    case closing
    /// All is said; the client is given time to read it before the connection goes.
    case lingering
  }

  /// What one attempt to move bytes came to.
  enum Progress {
    case moved(Int)
    case blocked
    case ended
  }

  let descriptor: Int32
  let number: UInt64
  let reception: Reception
  var parser: RequestParser
  var phase = Phase.reading
  var inputEnded = false

  /// When the loop loses patience; `nil` while it is the loop itself that waits.
  var deadline: Timestamp?
  var wasInsideRequest = false

  private(set) var output: [UInt8] = []
  private var sent = 0

  init(descriptor: Int32, number: UInt64, reception: Reception) {
    self.descriptor = descriptor
    self.number = number
    self.reception = reception
    parser = RequestParser(caps: RequestParser.Caps(target: reception.targetCap))
  }

  var pendingOutput: Int { output.count - sent }

  var isReading: Bool {
    if case .reading = phase { true } else { false }
  }

  func write(_ body: (inout [UInt8]) -> Void) { body(&output) }

  /// Sends as much as the socket takes now; false where the connection is dead.
  func flush() -> Bool {
    while sent < output.count {
      let count = unsafe output.withUnsafeBytes { bytes in
        // Safe: the range lies within the buffer, which outlives the call.
        unsafe send(
          descriptor, UnsafeRawBufferPointer(rebasing: bytes[sent...]).baseAddress,
          bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        if errno == EINTR { continue }
        return errno == EAGAIN
      }
      sent += count
    }
    output.removeAll(keepingCapacity: output.count <= 65_536)
    sent = 0
    return true
  }

  /// Receives once into the buffer.
  func receive(into buffer: inout [UInt8]) -> Progress {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        // Safe: at most the buffer's size is written, during the call.
        unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
      }
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      if errno == EAGAIN { return .blocked }
      if errno != EINTR { return .ended }
    }
  }
}
