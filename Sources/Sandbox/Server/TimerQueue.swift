// Timers as a binary heap. They are never cancelled: one for a connection that is gone finds nobody.

/// Which connection is due when.
struct TimerQueue {
  private var heap: [(due: Timestamp, connection: UInt64)] = []

  /// When the next one is due.
  var next: Timestamp? { heap.first?.due }

  mutating func add(_ connection: UInt64, due: Timestamp) {
    heap.append((due, connection))
    var child = heap.count - 1
    while child > 0, heap[child].due < heap[(child - 1) / 2].due {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes out one connection that is due.
  mutating func popDue(at now: Timestamp) -> UInt64? {
    guard let first = heap.first, first.due <= now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while let child = earlierChild(of: parent), heap[child].due < heap[parent].due {
      heap.swapAt(child, parent)
      parent = child
    }
    return first.connection
  }

  private func earlierChild(of parent: Int) -> Int? {
    let left = 2 * parent + 1
    guard left < heap.count else { return nil }
    let right = left + 1
    return right < heap.count && heap[right].due < heap[left].due ? right : left
  }
}
