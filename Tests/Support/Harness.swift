// How much the tests try that take long: a little in every run, and all of it where somebody asks.

import Foundation

package enum Harness {
  /// Whether `LINKCTL_HARNESS=full` asks for all.
  package static let isFull = ProcessInfo.processInfo.environment["LINKCTL_HARNESS"] == "full"
}
