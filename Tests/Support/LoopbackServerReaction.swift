// What the loopback server does with a request, in a vocabulary for tests.

package import HTTP

extension LoopbackServer {
  /// An answer: wait, send these bytes, then do something with the connection.
  package struct Reaction: Sendable {
    /// What becomes of the connection when the bytes are out.
    package enum Ending: Sendable {
      /// The next request is read.
      case keep
      case close
      /// Closed with a reset instead of a proper end.
      case reset
      /// Left open, with nothing read or sent any more, until the client closes it.
      case silence
      /// Everything that follows is passed on to another port of this machine, and back.
      case tunnel(port: UInt16)
    }

    package var delay = Duration.zero
    package var bytes: [UInt8]
    package var ending: Ending

    /// Any bytes at all, none included.
    package init(_ bytes: [UInt8] = [], delay: Duration = .zero, then ending: Ending) {
      self.bytes = bytes
      self.delay = delay
      self.ending = ending
    }

    /// Any text; its lines end as the text says.
    package static func raw(_ text: String, then ending: Ending = .close) -> Reaction {
      Reaction([UInt8](text.utf8), then: ending)
    }

    /// A proper answer with a `Content-Length`.
    package static func answer(
      bytes body: [UInt8], status: Int = 200, headers: HTTPHeaders = [:], delay: Duration = .zero,
      then ending: Ending = .keep
    ) -> Reaction {
      var head = "HTTP/1.1 \(status) Status\r\n"
      for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
      head += "Content-Length: \(body.count)\r\n\r\n"
      return Reaction([UInt8](head.utf8) + body, delay: delay, then: ending)
    }

    /// A proper answer with a `Content-Length`.
    package static func answer(
      _ body: String = "", status: Int = 200, headers: HTTPHeaders = [:],
      delay: Duration = .zero, then ending: Ending = .keep
    ) -> Reaction {
      .answer(
        bytes: [UInt8](body.utf8), status: status, headers: headers, delay: delay, then: ending)
    }
  }
}
