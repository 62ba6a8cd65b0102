// A run of deletes.

import Providers

extension Engine {
  /// Deletes the links that the rows of an input name; with `verifies`, looks for them first.
  package func delete(
    _ planner: Planner<DeleteRows>, verifies: Bool, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    let verification = verifies ? await verification() : .none
    let run = BulkRun<DeleteRows>(options: options, sender: sender, journal: journal) { batch in
      await DeleteSettler(
        sender, provider, verification, batch.record, lanes: options.concurrency
      ).settle(batch)
    }
    return await run.run(planner, since: start, report: report)
  }

  /// Walks over all links where that is how they are looked up; the walk is over before any is deleted.
  private func verification() async -> DeleteSettler.Verification {
    guard let listing = provider.listing() else { return .byLookUp }
    guard let walked = await sender.walk(listing) else {
      sender.stopSwitch.stop(.listingFailed)
      return .none
    }
    return .byListing(walked)
  }
}
