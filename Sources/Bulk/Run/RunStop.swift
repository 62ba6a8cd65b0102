// Why a run stops before its end, and the switch that tells every part of it.

package import Providers
package import Records
import Synchronization

/// Why a run stopped early.
package enum RunStop: Sendable, Equatable {
  /// The provider says that nothing that follows can succeed.
  case provider(Stop)
  /// Requests fail one after another, and none in between was answered.
  case outOfReach(Refusal)
  /// The provider asks for a longer wait than is allowed.
  case waitTooLong(Duration)
  /// Nothing but refusals for being too fast came for so long.
  case rateLimitedFor(Duration)
  /// So many rows were not done that the user's bound is reached.
  case tooManyFailures(Int)
  /// The walk over all links that was to precede the deletes failed.
  case listingFailed
  /// The input cannot be read any further.
  case inputFailed(InputError)
  /// Results can no longer be written.
  case outputClosed
  /// Links can no longer be kept before they are touched; the number is the system's.
  case backupFailed(Int32)
  /// The run has taken as long as it was allowed to.
  case timeIsUp(Duration)
  /// A signal asks the program to end.
  case interrupted(Int32)
  /// A second signal asks it to end without waiting for the requests in flight.
  case abandoned(Int32)
  /// The journal can no longer be written; the number is the system's.
  case journalFailed(Int32)
}

extension RunStop {
  /// The gate's reason why waiting is no use.
  init(_ reason: GateVerdict.Reason) {
    switch reason {
    case .asksTooLong(let wait): self = .waitTooLong(wait)
    case .nothingElse(let time): self = .rateLimitedFor(time)
    }
  }

  /// What follows where nothing but such faults comes.
  init(_ fault: ExchangeFault) {
    self = fault.stop.map { .provider($0) } ?? .outOfReach(fault.why)
  }
}

/// Set once, by whoever first finds a reason to stop; read by everyone before the next request, and wakes
/// whoever waits.
package final class StopSwitch: Sendable {
  /// Those of the run who wait.
  let sleepers = Sleepers()
  private let reason = Mutex<RunStop?>(nil)
  private let mostTime: Duration?
  private let began = ContinuousClock.now
  private let interruption: @Sendable () -> Int32?
  private let alarm = Mutex<Task<Void, Never>?>(nil)

  /// A switch for a run that begins now and may take `mostTime`; `interruption` gives the signal that has
  /// come, if one has.
  ///
  /// Who waits learns of a signal only through `stop`.
  package init(
    mostTime: Duration? = nil, interruption: @escaping @Sendable () -> Int32? = { nil }
  ) {
    self.mostTime = mostTime
    self.interruption = interruption
    guard let mostTime else { return }
    let end = began.advanced(by: mostTime)
    let task = Task { [weak self] in
      // The sleep throws when the run is over before.
      guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
      self?.stop(.timeIsUp(mostTime))
    }
    alarm.withLock { $0 = task }
  }

  deinit { alarm.withLock { $0?.cancel() } }

  /// The first reason that was given, `nil` while the run goes on.
  package var stopped: RunStop? {
    if let signal = interruption() { stop(.interrupted(signal)) }
    if let mostTime, ContinuousClock.now - began >= mostTime { stop(.timeIsUp(mostTime)) }
    return reason.withLock { $0 }
  }

  /// Stops the run because a second signal has come; that goes before any other reason.
  func abandon(_ signal: Int32) {
    reason.withLock { $0 = .abandoned(signal) }
    sleepers.end()
  }

  /// Stops the run; later reasons are not kept.
  package func stop(_ why: RunStop) {
    let isFirst = reason.withLock { reason in
      defer { reason = reason ?? why }
      return reason == nil
    }
    if isFirst { sleepers.end() }
  }
}
