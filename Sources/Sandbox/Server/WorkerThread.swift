// One POSIX thread that runs a closure.

import Glibc
import Synchronization

/// A thread that is started once and joined once.
final class WorkerThread: Sendable {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let thread: Mutex<pthread_t?>

  /// Starts the thread; throws where the system has no more.
  init(_ body: @escaping @Sendable () -> Void) throws(ServerError) {
    var thread = pthread_t()
    // Safe: the work is retained here and released exactly once, by the thread that takes it over or,
    // where there is none, below.
    let work = unsafe Unmanaged.passRetained(Work(body))
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      throw ServerError(call: "pthread_create", code: code)
    }
    self.thread = Mutex(thread)
  }

  /// Waits for the thread's end; later calls return at once.
  func join() {
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    // Nobody has joined this thread: its identifier was taken out above.
    if let running { _ = pthread_join(running, nil) }
  }
}

/// A system call that refused while the server was being set up.
package struct ServerError: Error, Sendable, Equatable {
  package var call: String
  /// The value of `errno`.
  package var code: Int32

  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }
}
