// The thread that drives libcurl, apart from libcurl.

import Glibc
import Synchronization
import Testing

@testable import Transport

@Suite struct LoopThreadTests {
  @Test("it runs what it is given, and joining waits for it, once or twice")
  func join() throws {
    let hasRun = Atomic(false)
    let thread = try LoopThread {
      usleep(20_000)
      hasRun.store(true, ordering: .sequentiallyConsistent)
    }
    thread.join()
    let isDone = hasRun.load(ordering: .sequentiallyConsistent)
    #expect(isDone)
    thread.join()
  }

  @Test(
    "it leaves every signal to other threads, whatever its maker does",
    arguments: [SIGPIPE, SIGINT, SIGTERM])
  func signals(_ signal: Int32) throws {
    // A child takes over its maker's mask: so here the maker blocks nothing.
    var none = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    let isBlocked = Atomic(false)
    let thread = try LoopThread {
      var mask = sigset_t()
      unsafe pthread_sigmask(SIG_BLOCK, nil, &mask)
      isBlocked.store(unsafe sigismember(&mask, signal) == 1, ordering: .sequentiallyConsistent)
    }
    thread.join()
    let isLeft = isBlocked.load(ordering: .sequentiallyConsistent)
    #expect(isLeft)
  }
}
