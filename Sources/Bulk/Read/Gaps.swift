// Whether the largest reads of a provider leave links out: asked once a run, by whoever first wants to know.

import Providers
import Synchronization

/// What a run has learned of it.
final class Gaps: Sendable {
  private let task = Mutex<Task<Bool, Never>?>(nil)

  /// Whether links may be left out; they may where it cannot be told.
  func mayBe(in reading: any Reading, _ sender: Sender) async -> Bool {
    let asked = task.withLock { task in
      let asked = task ?? Task { await Self.ask(reading, sender) }
      task = asked
      return asked
    }
    return await asked.value
  }

  private static func ask(_ reading: any Reading, _ sender: Sender) async -> Bool {
    guard let request = reading.gaps else { return true }
    let exchange = await sender.exchange(request, resendsLost: true) { reading.readGaps($0) }
    guard case .content(let mayBe) = exchange.result else { return true }
    return mayBe
  }
}
