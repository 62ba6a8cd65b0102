// The thread that owns the multi handle: takes jobs from the mailbox, drives libcurl, gives answers.
//
// Everything here is made on that thread and stays on it, but for the mailbox.

import CLibcurl
import HTTP

/// The work of a transport's thread, from its start to its end.
final class CurlLoop {
  private let options: TransportOptions
  private let multi: MultiHandle
  private let mailbox: Mailbox

  private var waiting = JobQueue()
  private var running: [UInt64: CurlTransfer] = [:]
  /// Transfers without a job, never more than may be in flight.
  private var idle: [CurlTransfer] = []

  init(_ options: TransportOptions, multi: MultiHandle, mailbox: Mailbox) {
    self.options = options
    self.multi = multi
    self.mailbox = mailbox
  }

  /// Works until the mailbox says to close, then ends whatever is left and frees the multi handle.
  func run() {
    var mail = Mailbox.Mail()
    var fault: TransportError?
    while fault == nil {
      mailbox.take(&mail)
      if mail.isClosing { break }
      for job in mail.jobs { waiting.append(job) }
      for id in mail.cancelled { cancel(id) }
      startWaiting()
      do {
        try multi.perform()
        finishDone()
        // Freed places are filled before the next sleep.
        let isIdle = waiting.isEmpty || running.count >= options.maximumInFlight
        if isIdle, mailbox.mayRest() { try multi.sleep() }
      } catch {
        fault = error
      }
    }
    for job in mail.jobs where fault == nil { waiting.append(job) }
    end(because: fault)
  }

  private func startWaiting() {
    while running.count < max(1, options.maximumInFlight), let job = waiting.popFirst() {
      do throws(TransportError) {
        try start(job, on: idleTransfer())
      } catch {
        job.end(.failure(error))
      }
    }
  }

  private func idleTransfer() throws(TransportError) -> CurlTransfer {
    if let transfer = idle.popLast() { return transfer }
    return try CurlTransfer(options)
  }

  private func start(_ job: Job, on transfer: CurlTransfer) throws(TransportError) {
    do {
      try transfer.take(job)
    } catch {
      idle.append(transfer)
      throw error
    }
    do {
      try multi.add(transfer.easy)
    } catch {
      // The job's failure is thrown on; the transfer is not used again.
      _ = transfer.abandon(error.kind, detail: error.detail)
      throw error
    }
    running[job.id] = transfer
  }

  private func finishDone() {
    while let done = unsafe multi.nextDone() {
      // The context is that of a transfer in `running`: only those are in the multi handle.
      let transfer = unsafe CurlTransfer.from(done.context)
      release(transfer, with: transfer.finish(unsafe done.code))
    }
  }

  private func cancel(_ id: UInt64) {
    if let job = waiting.remove(id) {
      job.end(.failure(.cancelled(mayHaveReachedServer: false)))
    } else if let transfer = running[id] {
      release(transfer, with: transfer.abandon(.cancelled, detail: TransportError.cancelledDetail))
    }
  }

  /// Takes a transfer out of libcurl's hands and answers its job.
  private func release(_ transfer: CurlTransfer, with result: (job: Job, answer: Job.Answer)?) {
    guard let (job, answer) = result else { return }
    running[job.id] = nil
    do {
      try multi.remove(transfer.easy)
      if !transfer.isWorn { idle.append(transfer) }
    } catch {
      // A handle that cannot be removed is freed instead, which removes it too.
    }
    job.end(answer)
  }

  private func end(because fault: TransportError?) {
    let kind = fault?.kind ?? .cancelled
    let detail = fault?.detail ?? TransportError.cancelledDetail
    for transfer in Array(running.values) {
      release(transfer, with: transfer.abandon(kind, detail: detail))
    }
    for job in mailbox.shut().jobs { waiting.append(job) }
    while let job = waiting.popFirst() {
      job.end(.failure(TransportError(kind, mayHaveReachedServer: false, detail: detail)))
    }
    idle.removeAll()
    multi.free()
  }
}
