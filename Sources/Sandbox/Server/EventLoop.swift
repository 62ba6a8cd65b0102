// The loop that owns every connection: one thread, timers for delayed answers. No client can
// wedge it: nothing here blocks, and whoever is slow, silent or does not read is waited for so long only.

import Glibc
import HTTP

/// All connections of one sandbox, served by the thread that calls `run`.
final class EventLoop {
  /// How long clients are waited for.
  struct Patience: Sendable {
    /// From the first byte of a request to its last.
    var request = Microseconds.seconds(30)
    /// Between requests.
    var idle = Microseconds.seconds(120)
    /// For the client to close, after the last answer.
    var linger = Microseconds.seconds(2)
  }

  private static let wakeNumber: UInt64 = 0
  private static let largestBacklog = 1 << 20
  private static let mostConnections = 8192

  private var poller = Poller()
  private let wake: Int32
  private let listeners: [(socket: Int32, reception: Reception)]
  private let patience: Patience
  private var connections: [UInt64: Connection] = [:]
  private var timers = TimerQueue()
  private var nextNumber: UInt64
  private var nextSweep = Timestamp.monotonic()
  private var buffer = [UInt8](repeating: 0, count: 1 << 17)
  private var date = (second: Int64(-1), text: "")
  private var isStopping = false

  /// The descriptors stay the caller's, but for the connections, which the loop closes.
  init(
    wake: Int32, listeners: [(socket: Int32, reception: Reception)], patience: Patience
  ) {
    self.wake = wake
    self.listeners = listeners
    self.patience = patience
    nextNumber = UInt64(listeners.count) + 1
  }

  /// Serves until the wake-up descriptor is readable, then closes every connection.
  func run() {
    watchListeners()
    while !isStopping {
      let now = Timestamp.monotonic()
      let next = min(nextSweep, timers.next ?? nextSweep)
      for event in poller.wait(atMost: next - now) { take(event) }
      fireTimers()
      sweep()
    }
    for connection in Array(connections.values) { drop(connection) }
  }

  private func watchListeners() {
    poller.add(wake, number: Self.wakeNumber, for: .input)
    for (index, listener) in listeners.enumerated() {
      poller.add(listener.socket, number: UInt64(index) + 1, for: .input)
    }
  }

  private func take(_ event: Poller.Event) {
    if event.number == Self.wakeNumber {
      isStopping = true
    } else if event.number <= UInt64(listeners.count) {
      accept(at: Int(event.number) - 1)
    } else if let connection = connections[event.number] {
      take(event.flags, on: connection)
    }
  }

  private func take(_ flags: Poller.Flags, on connection: Connection) {
    if flags.contains(.output) {
      serve(connection)
    } else if flags.contains(.input) {
      read(connection)
    } else if !flags.isDisjoint(with: .broken) {
      drop(connection)
    }
  }

  private func accept(at index: Int) {
    let listener = listeners[index]
    while true {
      let descriptor = Glibc.accept(listener.socket, nil, nil)
      if descriptor < 0 {
        // Out of descriptors: the listener rests until the next sweep, or it would spin.
        if errno != EAGAIN, errno != EINTR, errno != ECONNABORTED {
          poller.change(UInt64(index) + 1, to: [])
        }
        return
      }
      guard connections.count < Self.mostConnections else {
        close(descriptor)
        continue
      }
      welcome(descriptor, reception: listener.reception)
    }
  }

  private func welcome(_ descriptor: Int32, reception: Reception) {
    guard Descriptor.setNonBlocking(descriptor) else {
      close(descriptor)
      return
    }
    var on: Int32 = 1
    // Safe: a pointer to a local of the size that is passed. Without it small answers are delayed.
    _ = unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    let connection = Connection(
      descriptor: descriptor, number: nextNumber, reception: reception)
    nextNumber += 1
    connection.deadline = Timestamp.monotonic() + patience.idle
    poller.add(descriptor, number: connection.number, for: .input)
    connections[connection.number] = connection
  }

  private func read(_ connection: Connection) {
    switch connection.receive(into: &buffer) {
    case .blocked: return
    case .ended:
      guard connection.isReading else { return drop(connection) }
      connection.inputEnded = true
    case .moved(let count):
      guard connection.isReading else { return }
      connection.parser.append(buffer[..<count])
    }
    serve(connection)
  }

  /// Answers every whole request that has come, as far as the client takes the answers.
  private func serve(_ connection: Connection) {
    while answerBacklog(of: connection) {
      guard connection.flush() else { return drop(connection) }
      if connection.pendingOutput > 0 { break }
    }
    settle(connection)
  }

  /// Answers until there is no whole request left; true where it stopped for unsent answers instead.
  private func answerBacklog(of connection: Connection) -> Bool {
    do throws(RequestFault) {
      while connection.isReading {
        if connection.pendingOutput >= Self.largestBacklog { return true }
        guard let request = try connection.parser.next() else { break }
        answer(request, on: connection)
      }
      if connection.isReading, connection.parser.waitsForContinue {
        connection.parser.continued()
        connection.write { $0.append(contentsOf: ResponseText.interim) }
      }
    } catch {
      refuse(error, on: connection)
    }
    return false
  }

  private func answer(_ request: IncomingRequest, on connection: Connection) {
    let delivery = connection.reception.receive(request, at: .wallClock())
    let isHead = request.method == "HEAD"
    connection.wasInsideRequest = false
    if delivery.delay > .zero {
      connection.phase = .waiting(delivery, isHead: isHead, keepsAlive: request.keepsAlive)
      timers.add(connection.number, due: .monotonic() + delivery.delay)
    } else {
      deliver(delivery, isHead: isHead, keepsAlive: request.keepsAlive, on: connection)
    }
  }

  private func refuse(_ fault: RequestFault, on connection: Connection) {
    let response = connection.reception.refuse(fault)
    connection.write {
      ResponseText.write(response, keepsAlive: false, date: dateText(), to: &$0)
    }
    connection.phase = .closing
  }

  private func deliver(
    _ delivery: Delivery, isHead: Bool, keepsAlive: Bool, on connection: Connection
  ) {
    connection.phase = keepsAlive ? .reading : .closing
    let date = dateText()
    switch delivery.form {
    case .whole(let response):
      connection.write {
        ResponseText.write(
          response, toHead: isHead, keepsAlive: keepsAlive, date: date, to: &$0)
      }
    case .cut(let response, let bodyBytes):
      connection.phase = .closing
      connection.write { output in
        ResponseText.write(response, keepsAlive: keepsAlive, date: date, to: &output)
        output.removeLast(max(0, response.body.count - bodyBytes))
      }
    case .closed: connection.phase = .closing
    case .hung:
      connection.phase = .hung(heldKey: delivery.heldKey)
      return
    }
    connection.reception.finished(holding: delivery.heldKey)
  }

  /// Sends what can be sent and tells epoll and the clock what is waited for next.
  private func settle(_ connection: Connection) {
    guard connection.flush() else { return drop(connection) }
    if connection.inputEnded, connection.isReading { connection.phase = .closing }
    if case .closing = connection.phase, connection.pendingOutput == 0 {
      if connection.inputEnded { return drop(connection) }
      shutdown(connection.descriptor, Int32(SHUT_WR))
      connection.phase = .lingering
    }
    setDeadline(connection)
    poller.change(connection.number, to: interest(of: connection))
  }

  /// What comes while no answer will is read and thrown away, so that the client's end is noticed.
  private func interest(of connection: Connection) -> Poller.Flags {
    if connection.pendingOutput > 0 { return .output }
    return switch connection.phase {
    case .reading, .lingering, .hung: .input
    case .waiting, .closing: []
    }
  }

  private func setDeadline(_ connection: Connection) {
    let now = Timestamp.monotonic()
    let isInside = connection.isReading && connection.parser.isInsideRequest
    defer { connection.wasInsideRequest = isInside }
    switch connection.phase {
    case .reading:
      if isInside, connection.wasInsideRequest { return }
      connection.deadline = now + (isInside ? patience.request : patience.idle)
    case .waiting, .hung: connection.deadline = nil
    case .closing: connection.deadline = now + patience.request
    case .lingering: connection.deadline = now + patience.linger
    }
  }

  private func fireTimers() {
    let now = Timestamp.monotonic()
    while let number = timers.popDue(at: now) {
      guard let connection = connections[number],
        case .waiting(let delivery, let isHead, let keepsAlive) = connection.phase
      else { continue }
      deliver(delivery, isHead: isHead, keepsAlive: keepsAlive, on: connection)
      serve(connection)
    }
  }

  /// Once in a while: lets go of clients that took too long, and listens again where it rested.
  private func sweep() {
    let now = Timestamp.monotonic()
    guard now >= nextSweep else { return }
    nextSweep = now + min(.seconds(1), Microseconds(patience.request.count / 4 + 1000))
    for connection in Array(connections.values) {
      guard let deadline = connection.deadline, deadline <= now else { continue }
      if connection.isReading, connection.parser.isInsideRequest, connection.pendingOutput == 0 {
        refuse(.tooSlow, on: connection)
        settle(connection)
      } else {
        drop(connection)
      }
    }
    for index in listeners.indices {
      poller.change(UInt64(index) + 1, to: .input)
    }
  }

  private func drop(_ connection: Connection) {
    guard connections.removeValue(forKey: connection.number) != nil else { return }
    switch connection.phase {
    case .waiting(let delivery, _, _):
      connection.reception.finished(holding: delivery.heldKey)
    case .hung(let heldKey):
      connection.reception.finished(holding: heldKey)
    case .reading, .closing, .lingering: break
    }
    poller.remove(connection.number)
    // The client learns of it even where a program that is being run still has a copy.
    shutdown(connection.descriptor, Int32(SHUT_RDWR))
    close(connection.descriptor)
  }

  /// The time for `Date` headers, written anew once a second.
  private func dateText() -> String {
    let now = Timestamp.wallClock()
    if now.seconds != date.second { date = (now.seconds, CalendarText(now).http) }
    return date.text
  }
}
