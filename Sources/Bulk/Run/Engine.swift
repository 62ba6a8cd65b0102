// What all operations of a run share.

package import HTTP
package import Providers
package import Transport

/// Carries out one run with one key; each operation is an extension of it.
///
/// Every operation runs to the end, or until there is a reason to stop, and reports every row, as `BulkRun`
/// says.
package struct Engine: Sendable {
  let provider: any Provider
  let options: RunOptions
  let sender: Sender
  let journal: JournalWriter?

  package init(
    _ provider: any Provider, key: APIKey, transport: any Transport, options: RunOptions,
    journal: JournalWriter? = nil, trace: (@Sendable (RequestTrace) -> Void)?,
    tellFault: @escaping @Sendable (FaultNotice) -> Void = { _ in },
    tellWait: @escaping @Sendable (Wait) -> Void = { _ in }
  ) {
    self.provider = provider
    var options = options
    if journal != nil { options.batchesAhead = 2 * options.concurrency }
    self.options = options
    self.journal = journal
    sender = Sender(
      transport, provider: provider, key: key, options: options, trace: trace,
      tellFault: tellFault, tellWait: tellWait)
  }

  /// Sends a request that only reads, as every request of a run is sent, and gives what came of it.
  package func read<Content: Sendable>(
    _ request: HTTPRequest, _ read: @Sendable (Reply) -> Answer<Content>
  ) async -> Exchange<Content> {
    await sender.read(request, read)
  }

  /// Why nothing more is sent, `nil` while the run goes on.
  package var stopped: RunStop? { sender.stopped }

  /// Stops the run in order because of a signal; whoever waits for a moment wakes.
  package func interrupt(_ signal: Int32) { sender.stopSwitch.stop(.interrupted(signal)) }

  /// Stops the run without waiting for any answer, because of a second signal; the rows of requests in
  /// flight are then unknown.
  package func abandon(_ signal: Int32) { sender.abandon(signal) }
}
