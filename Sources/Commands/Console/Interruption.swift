// The signals that ask linkctl to end. The first lets a run end in order, a second does not wait for
// requests in flight, and a third waits for nothing.

import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP, for the whole process.
enum Interruption {
  /// The last that came and was noted; 0 for none.
  ///
  /// With the values below it all that the handler touches.
  private static let received = Atomic<Int32>(0)
  /// How many came.
  private static let times = Atomic<Int>(0)
  /// How many are noted; the next one ends the program at once.
  private static let most = Atomic<Int>(1)
  /// The descriptor of the terminal on which a progress line stands; -1 for none.
  private static let lineStream = Atomic<Int32>(-1)
  /// Whether something is being written under which a progress line stands.
  private static let isDrawing = Atomic<Bool>(false)
  /// Whether the program ends at once, so that no line may be drawn any more.
  private static let isEnding = Atomic<Bool>(false)

  /// The ends of the pipe into which the handler writes, so that whoever reads from it wakes; -1 for none.
  private static let pipeIn = Atomic<Int32>(-1)
  private static let pipeOut = Atomic<Int32>(-1)

  /// Notes where a progress line stands, `nil` for nowhere, so that a sudden end takes it away.
  static func lineStands(on descriptor: Int32?) {
    lineStream.store(descriptor ?? -1, ordering: .relaxed)
  }

  /// Lets the body write what ends in a progress line, unless the program is ending at once.
  ///
  /// Such an end waits a little until it is written, so that the line is not drawn behind its erasure. One thread
  /// at a time draws.
  static func drawing(_ body: () -> Void) {
    isDrawing.store(true, ordering: .sequentiallyConsistent)
    defer { isDrawing.store(false, ordering: .sequentiallyConsistent) }
    if !isEnding.load(ordering: .sequentiallyConsistent) { body() }
  }

  /// From now on the first signal is only noted; a second ends the program at once.
  ///
  /// Before this is called a signal ends the program at once, which is right while nothing was sent. A
  /// signal that is ignored, as under `nohup`, stays ignored.
  static func watch() {
    // Made here, since the handler may not.
    _ = (received.load(ordering: .relaxed), lineStream.load(ordering: .relaxed))
    _ = (times.load(ordering: .relaxed), most.load(ordering: .relaxed))
    _ = (isDrawing.load(ordering: .relaxed), isEnding.load(ordering: .relaxed))
    makePipe()
    for number in numbers { watch(number) }
  }

  /// Makes the pipe through which the handler wakes who waits for a signal; without one nobody is woken.
  private static func makePipe() {
    guard pipeIn.load(ordering: .relaxed) < 0 else { return }
    var ends: [Int32] = [-1, -1]
    // The call writes two numbers, for which there is room.
    let isMade = unsafe ends.withUnsafeMutableBufferPointer { unsafe pipe($0.baseAddress) } == 0
    guard isMade, let out = ends.first, let into = ends.last else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A full pipe wakes as well, and the handler may not wait.
    _ = fcntl(into, F_SETFL, O_NONBLOCK)
    pipeOut.store(out, ordering: .relaxed)
    pipeIn.store(into, ordering: .relaxed)
  }

  /// Returns when a signal has come since it last returned, at once where one has; false where that cannot be
  /// waited for.
  ///
  /// It holds its thread, and one thread at a time may wait.
  static func waitForSignal() -> Bool {
    let descriptor = pipeOut.load(ordering: .relaxed)
    var byte: UInt8 = 0
    while descriptor >= 0 {
      // The call writes one byte at most, for which there is room.
      let count = unsafe read(descriptor, &byte, 1)
      if count == 1 { return true }
      guard count < 0, errno == EINTR else { break }
    }
    return false
  }

  /// Has `waitForSignal` return, as if a signal had come.
  static func endWait() {
    var byte: UInt8 = 0
    // The call reads one byte, which is there.
    _ = unsafe write(pipeIn.load(ordering: .relaxed), &byte, 1)
  }

  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// From now on a second signal is only noted too; a third ends the program at once.
  static func takeSecond() { most.store(2, ordering: .relaxed) }

  /// While the body runs, the first signal ends the program at once, as a question on the terminal needs, and
  /// nothing else.
  ///
  /// Where one has come already, the body does not run, and there is no answer.
  static func unlessReceived<Answer>(_ body: () -> Answer) -> Answer? {
    let watched = numbers.filter { !isIgnored($0) }
    for number in watched { _ = Glibc.signal(number, SIG_DFL) }
    defer { for number in watched { watch(number) } }
    return signal == nil ? body() : nil
  }

  /// The last signal that has come, if one has.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// How many signals have come.
  static var count: Int { times.load(ordering: .relaxed) }

  /// Ends the program by the signal that has come, so that a shell sees how it ended; returns where none
  /// has.
  static func endIfReceived() {
    guard let number = signal else { return }
    _ = Glibc.signal(number, SIG_DFL)
    // The thread that runs this may block all signals, as those of a pool do.
    var only = sigset_t()
    // Safe: pointers to a local, used during the calls alone.
    unsafe sigemptyset(&only)
    unsafe sigaddset(&only, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &only, nil)
    raise(number)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var old = sigaction()
    // The call writes into the value while it lasts.
    guard unsafe sigaction(number, nil, &old) == 0 else { return true }
    return unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func watch(_ number: Int32) {
    guard !isIgnored(number) else { return }
    var new = sigaction()
    // The handler does only what handlers may do.
    unsafe new.__sigaction_handler.sa_handler = { number in
      let count = Interruption.times.wrappingAdd(1, ordering: .relaxed).newValue
      if count <= Interruption.most.load(ordering: .relaxed) {
        Interruption.received.store(number, ordering: .relaxed)
        // The call may be interrupted in the middle of something that looks at this.
        let code = errno
        Interruption.endWait()
        errno = code
        return
      }
      Interruption.eraseLine()
      // The default ends the program when this returns.
      _ = Glibc.signal(number, SIG_DFL)
      raise(number)
    }
    new.sa_flags = Int32(truncatingIfNeeded: Int(SA_RESTART))
    // The call reads the value while it lasts.
    _ = unsafe sigaction(number, &new, nil)
  }

  /// Takes the progress line away, unless that would have to wait; for the handler.
  private static func eraseLine() {
    isEnding.store(true, ordering: .sequentiallyConsistent)
    // The thread that draws may be this one, and then it does not come to an end.
    var looks = 0
    while isDrawing.load(ordering: .sequentiallyConsistent), looks < 100 {
      // Without descriptors the call only waits, a millisecond.
      _ = poll(nil, 0, 1)
      looks += 1
    }
    let stream = lineStream.load(ordering: .relaxed)
    var state = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
    // The call writes into the one value that it is told of.
    guard stream >= 0, unsafe poll(&state, 1, 0) == 1 else { return }
    let erasure: StaticString = "\r\u{1B}[J"
    // The text is part of the program and as long as it says.
    _ = unsafe write(stream, erasure.utf8Start, erasure.utf8CodeUnitCount)
  }
}
