// The server as the rest of the room sees it: started whole or not at all, stopped once.

import Glibc
import Synchronization

/// Listening sockets on 127.0.0.1 and the thread that serves them.
final class LoopbackServer: Sendable {
  /// The port of each reception, in the order in which they were given.
  let ports: [UInt16]

  private let thread: WorkerThread
  private let descriptors: [Descriptor]
  private let wake: Mutex<Descriptor?>

  /// Listens for each reception on its port (0 for any) and starts to serve.
  init(
    _ receptions: [(port: UInt16, reception: Reception)], patience: EventLoop.Patience
  ) throws(ServerError) {
    var sockets: [ListeningSocket] = []
    for reception in receptions { sockets.append(try ListeningSocket(port: reception.port)) }
    let pipe = try Descriptor.pipe()
    let doors = zip(sockets, receptions).map { ($0.descriptor.number, $1.reception) }
    let readEnd = pipe.read.number
    thread = try WorkerThread {
      EventLoop(wake: readEnd, listeners: doors, patience: patience).run()
    }
    descriptors = sockets.map(\.descriptor) + [pipe.read]
    wake = Mutex(pipe.write)
    ports = sockets.map(\.port)
  }

  /// Ends the thread and closes every connection and port; later calls do nothing.
  func stop() {
    let wake = wake.withLock { wake in
      defer { wake = nil }
      return wake
    }
    guard let wake else { return }
    wake.writeByte()
    thread.join()
    for descriptor in descriptors { descriptor.close() }
  }

  deinit { stop() }
}
