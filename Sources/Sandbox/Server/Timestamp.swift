// Points in time as whole microseconds. Everything that decides takes one; only the loop reads a clock.

import Glibc

/// A point in time, in microseconds since the start of 1970 or, for timers, since some fixed moment.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package init(seconds: Int64) {
    microseconds = seconds * 1_000_000
  }

  package var milliseconds: Int64 { microseconds / 1000 }
  package var seconds: Int64 { microseconds / 1_000_000 }

  /// What the wall clock says; limits and headers go by it.
  static func wallClock() -> Timestamp { read(CLOCK_REALTIME) }

  /// What a clock says that is never set back; timers go by it.
  static func monotonic() -> Timestamp { read(CLOCK_MONOTONIC) }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  package static func + (time: Timestamp, span: Microseconds) -> Timestamp {
    Timestamp(microseconds: time.microseconds + span.count)
  }

  package static func - (later: Timestamp, earlier: Timestamp) -> Microseconds {
    Microseconds(later.microseconds - earlier.microseconds)
  }

  private static func read(_ clock: clockid_t) -> Timestamp {
    var time = timespec()
    // Safe: the pointer is to a local and is not kept; these two clocks always exist on Linux.
    _ = unsafe clock_gettime(clock, &time)
    return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}

/// A span of time in whole microseconds; spans from outside are at most `longest`.
package struct Microseconds: Sendable, Hashable, Comparable {
  package var count: Int64

  package init(_ count: Int64) {
    self.count = count
  }

  package static let zero = Microseconds(0)

  /// One day: the longest span that an option may name.
  package static let longest = Microseconds(86_400_000_000)

  package static func seconds(_ count: Int64) -> Microseconds { Microseconds(count * 1_000_000) }
  package static func milliseconds(_ count: Int64) -> Microseconds { Microseconds(count * 1000) }

  /// Whole seconds, rounded up, never negative.
  package var secondsRoundedUp: Int64 { max(0, (count + 999_999) / 1_000_000) }

  package static func < (left: Microseconds, right: Microseconds) -> Bool {
    left.count < right.count
  }

  package static func + (left: Microseconds, right: Microseconds) -> Microseconds {
    Microseconds(left.count + right.count)
  }
}
