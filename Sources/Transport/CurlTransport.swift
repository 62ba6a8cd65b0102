// The transport that the program uses: an async face on a thread that drives libcurl.

package import HTTP
import Synchronization

/// Sends requests to one server over kept-alive connections.
///
/// Any number of tasks may send at once. Repeatable requests are multiplexed over HTTP/2 where the
/// server speaks it under TLS. No request is sent twice, by libcurl's own resending neither: where a
/// kept-alive connection dies under it, it ends with the kind `closed`.
///
/// An answer whose length the server does not tell (neither `Content-Length` nor chunks; the close of
/// the connection ends it) is taken as it comes. Under TLS a cut is still noticed, since a proper close
/// is announced; on loopback without TLS it is not, and whoever parses the body finds out. In every
/// other case a short body is an error.
package final class CurlTransport: Transport {
  private let mailbox: Mailbox
  private let thread: LoopThread
  private let lastID = Atomic<UInt64>(0)

  /// Starts the thread.
  ///
  /// Nothing is connected before the first request.
  package init(_ options: TransportOptions) throws(TransportError) {
    let multi = try MultiHandle(connections: max(1, options.maximumInFlight))
    let mailbox = Mailbox(loop: multi)
    self.mailbox = mailbox
    do {
      thread = try LoopThread { CurlLoop(options, multi: multi, mailbox: mailbox).run() }
    } catch {
      multi.free()
      throw TransportError(
        .other, mayHaveReachedServer: false, detail: "No thread: error \(error.number)")
    }
  }

  deinit { close() }

  /// Ends the thread and its connections, and waits until that is done.
  ///
  /// Requests under way, and later ones, end with the kind `cancelled`.
  package func close() {
    mailbox.close()
    thread.join()
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { (waiter: CheckedContinuation<Job.Answer, Never>) in
        let job = Job(id: id, request: request, waiter: waiter)
        guard !Task.isCancelled, mailbox.submit(job) else {
          return job.end(.failure(.cancelled(mayHaveReachedServer: false)))
        }
        // A cancellation just before the job was handed in found nothing to cancel.
        if Task.isCancelled { mailbox.cancel(id) }
      }
    } onCancel: {
      mailbox.cancel(id)
    }
    return try answer.get()
  }
}

extension TransportError {
  static let cancelledDetail = "Cancelled"

  static func cancelled(mayHaveReachedServer: Bool) -> TransportError {
    TransportError(
      .cancelled, mayHaveReachedServer: mayHaveReachedServer, detail: cancelledDetail)
  }
}
