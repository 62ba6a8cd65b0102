// poll(2), typed: what is watched, and what the kernel reports. Swift's Glibc has no epoll; up to some
// hundreds of connections the difference does not show.

import Glibc

/// Descriptors that one thread waits for, each under a number of the caller's.
struct Poller {
  struct Flags: OptionSet {
    let rawValue: Int16
    static let input = Flags(rawValue: Int16(POLLIN))
    static let output = Flags(rawValue: Int16(POLLOUT))
    /// The connection is dead; reported whether or not it is asked for.
    static let broken = Flags(rawValue: Int16(POLLERR | POLLHUP | POLLNVAL))
  }

  struct Event {
    var number: UInt64
    var flags: Flags
  }

  private var watched: [pollfd] = []
  private var numbers: [UInt64] = []
  private var places: [UInt64: Int] = [:]

  mutating func add(_ descriptor: Int32, number: UInt64, for flags: Flags) {
    places[number] = watched.count
    watched.append(pollfd(fd: descriptor, events: flags.rawValue, revents: 0))
    numbers.append(number)
  }

  mutating func change(_ number: UInt64, to flags: Flags) {
    if let place = places[number] { watched[place].events = flags.rawValue }
  }

  mutating func remove(_ number: UInt64) {
    guard let place = places.removeValue(forKey: number) else { return }
    let last = watched.count - 1
    if place < last {
      watched.swapAt(place, last)
      numbers.swapAt(place, last)
      places[numbers[place]] = place
    }
    watched.removeLast()
    numbers.removeLast()
  }

  /// Waits for events at most so long; none are reported where a signal came in between.
  mutating func wait(atMost span: Microseconds) -> [Event] {
    let milliseconds = Int32(clamping: (max(.zero, span).count + 999) / 1000)
    let count = unsafe watched.withUnsafeMutableBufferPointer { buffer in
      // Safe: the kernel reads and writes the buffer's own elements, during the call.
      unsafe poll(buffer.baseAddress, nfds_t(buffer.count), milliseconds)
    }
    guard count > 0 else { return [] }
    var events: [Event] = []
    events.reserveCapacity(Int(count))
    for place in watched.indices where watched[place].revents != 0 {
      events.append(
        Event(number: numbers[place], flags: Flags(rawValue: watched[place].revents)))
      if events.count == count { break }
    }
    return events
  }
}
