// Writes to a file made to last, many at a time: one call of the system serves all who wait for it.

import Glibc
import Synchronization
import Transport

/// A thread that waits for the disk, so that no shared thread has to.
final class SyncThread: Sendable {
  private struct Queue {
    var waiting: [CheckedContinuation<Int32, Never>] = []
    /// Whether the thread sleeps until the bell rings.
    var isIdle = true
    var isClosing = false
  }

  /// What the thread and those who wait share.
  private final class Shared: Sendable {
    let queue = Mutex(Queue())
    let bell: Bell
    init(_ bell: Bell) { self.bell = bell }
  }

  private let shared: Shared
  private let thread: LoopThread

  /// A thread for an open file, whose owner keeps it open until `close` has returned.
  init(_ descriptor: Int32) throws(SystemError) {
    let shared = Shared(try Bell())
    self.shared = shared
    thread = try LoopThread { Self.serve(shared, descriptor) }
  }

  deinit { close() }

  /// Returns when everything that was written before the call is on disk, with the error that hinders it,
  /// else zero.
  func sync() async -> Int32 {
    await withCheckedContinuation { continuation in
      let rings = shared.queue.withLock { queue in
        queue.waiting.append(continuation)
        defer { queue.isIdle = false }
        return queue.isIdle
      }
      if rings { shared.bell.ring() }
    }
  }

  /// Ends the thread once nobody waits any more.
  func close() {
    let rings = shared.queue.withLock { queue in
      defer { (queue.isIdle, queue.isClosing) = (false, true) }
      return queue.isIdle && !queue.isClosing
    }
    if rings { shared.bell.ring() }
    thread.join()
  }

  private static func serve(_ shared: Shared, _ descriptor: Int32) {
    while true {
      shared.bell.wait()
      while let waiting = next(shared) {
        let code = fdatasync(descriptor) == 0 ? 0 : errno
        for continuation in waiting { continuation.resume(returning: code) }
      }
      if shared.queue.withLock({ $0.isClosing && $0.waiting.isEmpty }) { return }
    }
  }

  /// Everyone who waits now; `nil` when nobody does, and then the next one rings.
  private static func next(_ shared: Shared) -> [CheckedContinuation<Int32, Never>]? {
    shared.queue.withLock { queue in
      guard !queue.waiting.isEmpty else {
        // Who closes may not have rung while the thread was busy.
        queue.isIdle = !queue.isClosing
        return nil
      }
      defer { queue.waiting = [] }
      return queue.waiting
    }
  }
}

/// The C library's semaphore: a thread sleeps until somebody rings.
@safe private final class Bell: @unchecked Sendable {
  // Allocated and initialised in `init`, freed in `deinit`; its functions may be called on any thread.
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() throws(SystemError) {
    unsafe semaphore = .allocate(capacity: 1)
    guard unsafe sem_init(semaphore, 0, 0) == 0 else {
      let code = errno
      unsafe semaphore.deallocate()
      throw SystemError(number: code)
    }
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  func ring() { unsafe sem_post(semaphore) }

  func wait() { while unsafe sem_wait(semaphore) != 0, errno == EINTR {} }
}
