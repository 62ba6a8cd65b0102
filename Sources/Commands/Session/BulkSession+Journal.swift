// `--journal`: what earlier runs have done, and where this one records what it does.

import Bulk
import Glibc
import Providers
import Records
import Transport

extension BulkSession {
  /// The journal that was named, read and locked, and nothing changed in it.
  func journal() throws(Failure) -> JournalFile? {
    guard let path = options.records.journal else { return nil }
    let job = JournalJob(
      operation: operation, provider: provider.name, address: base.description, terms: terms)
    let file: JournalFile
    do throws(JournalError) {
      file = try JournalFile(
        path: path, job: job, ignoringNotFound: ignoresNotFound, readsOnly: options.guards.dryRun)
    } catch {
      throw Failure(error, journal: path)
    }
    if file.torn > 0 {
      console.warn(
        "\(path) ends with the rest of a write that was cut off (\(file.torn.counted("byte"))), which does not count"
      )
    }
    if file.ledger?.beginsRound == true, job.hasRounds, !options.output.quiet {
      console.message(
        "\(path): the last run left nothing open, so this one looks at every row again")
    }
    return file
  }

  /// The batches of an input as the journal leaves them.
  func planner<Rows>(
    _ batches: Planner<Rows>, _ journal: JournalFile?
  ) async throws(Failure) -> Planner<Rows> {
    var planner = batches
    guard let journal else { return planner }
    planner.follow(journal)
    do throws(InputError) {
      try await planner.lookAhead()
    } catch {
      throw Failure(error)
    }
    return planner
  }

  /// Records that this run begins; from here on the journal is written.
  func begin(_ journal: JournalFile?) throws(Failure) -> JournalWriter? {
    guard let journal else { return nil }
    do throws(JournalError) {
      return try journal.begin(process: Int(getpid()), time: time(nil))
    } catch {
      throw Failure(error, journal: options.records.journal ?? "")
    }
  }
}
