// The time of day, by which dates in answers are read. Nothing is measured by it, since it may be set.

import Glibc

package enum WallClock {
  /// Seconds since the epoch, as this machine's clock has it.
  package static var now: Double {
    var now = timespec()
    // The call writes the time into the value that it is given.
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}
