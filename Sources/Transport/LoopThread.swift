// A thread of our own for what sleeps in the system, such as the loop in poll, which no shared thread may.

import Glibc
import Synchronization

/// A running thread that somebody has to wait for, once.
package final class LoopThread: Sendable {
  private final class Work {
    let run: @Sendable () -> Void
    package init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let thread: Mutex<pthread_t?>

  /// Starts a thread, or gives the number of the error that hinders it.
  package init(_ run: @escaping @Sendable () -> Void) throws(SystemError) {
    // Retained here and released by the thread; by us when there is none.
    let work = unsafe Unmanaged.passRetained(Work(run))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        LoopThread.blockSignals()
        // The pointer that was handed to pthread_create below, and nothing else.
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      throw SystemError(number: code)
    }
    self.thread = Mutex(thread)
  }

  /// Waits until the thread has ended; of no effect when somebody did so before.
  package func join() {
    let thread = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let thread { pthread_join(thread, nil) }
  }

  /// Signals are for other threads.
  ///
  /// This one must not get SIGPIPE either, which would end the process when a TLS connection is closed
  /// by the other side: with NOSIGNAL set, libcurl leaves it to us.
  private static func blockSignals() {
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

/// The number of an error of the operating system.
package struct SystemError: Error {
  package var number: Int32

  package init(number: Int32) { self.number = number }
}
