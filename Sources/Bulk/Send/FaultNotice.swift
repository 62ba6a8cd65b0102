// What is told at once of a provider that cannot be reached, while the requests are tried again.

package import Providers
import Synchronization

/// A request that never reached the provider, and will be tried again.
package struct FaultNotice: Sendable, Equatable {
  package var why: Refusal
  /// How often it is tried again at most.
  package var resends: Int

  package init(_ why: Refusal, resends: Int) {
    self.why = why
    self.resends = resends
  }
}

/// Tells of the first such request only, and of the first one after something was answered.
final class FaultTeller: Sendable {
  private let tell: @Sendable (FaultNotice) -> Void
  /// The answers of the run when it was told last.
  private let told = Mutex<Int?>(nil)

  init(_ tell: @escaping @Sendable (FaultNotice) -> Void) { self.tell = tell }

  func note(_ notice: FaultNotice, answers: Int) {
    let isNews = told.withLock { told in
      defer { told = answers }
      return told != answers
    }
    if isNews { tell(notice) }
  }
}
