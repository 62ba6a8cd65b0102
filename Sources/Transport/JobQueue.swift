// Jobs that wait for their turn, first come, first served.

/// A queue out of which a job can also be taken by its number.
struct JobQueue {
  private var order: [UInt64] = []
  private var head = 0
  private var jobs: [UInt64: Job] = [:]

  var isEmpty: Bool { jobs.isEmpty }

  mutating func append(_ job: Job) {
    order.append(job.id)
    jobs[job.id] = job
  }

  /// The job that has waited longest.
  mutating func popFirst() -> Job? {
    while head < order.count {
      let id = order[head]
      head += 1
      // Numbers of jobs that were taken out stay in `order` until their turn comes.
      guard let job = jobs.removeValue(forKey: id) else { continue }
      if head > 64, head > order.count / 2 {
        order.removeFirst(head)
        head = 0
      }
      return job
    }
    order.removeAll(keepingCapacity: true)
    head = 0
    return nil
  }

  /// Takes a job out of turn; nothing when it is not waiting here.
  mutating func remove(_ id: UInt64) -> Job? { jobs.removeValue(forKey: id) }
}
