// Events of a simulated run, in order of time.

/// Events by time; those of one moment in the order in which they were put in.
struct EventQueue<Event> {
  private var heap: [(time: Double, order: Int, event: Event)] = []
  private var pushed = 0

  mutating func push(_ time: Double, _ event: Event) {
    heap.append((time, pushed, event))
    pushed += 1
    var child = heap.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (time: Double, event: Event)? {
    guard let first = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      let children = [parent * 2 + 1, parent * 2 + 2].filter { $0 < heap.count }
      guard let child = children.min(by: precedes), precedes(child, parent) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return (first.time, first.event)
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    (heap[left].time, heap[left].order) < (heap[right].time, heap[right].order)
  }
}
