// Results come in any order and leave in the order of the input, from a window that does not grow.

/// Holds what is finished until everything before it is finished too.
package struct OrderedWindow<Element: Sendable>: Sendable {
  /// What is finished and has not left, by its first row.
  private var finished: [Int: (element: Element, rows: Int)] = [:]
  /// Rows that have entered and not left.
  private var inside = 0
  private var nextOut = 1
  private let capacity: Int

  /// Rows may enter as long as fewer than `capacity` are inside.
  package init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether more rows may enter.
  package var hasRoom: Bool { inside < capacity }

  /// Some rows enter; each is one of those that are counted from 1.
  package mutating func enter(rows: Int) { inside += rows }

  /// Takes what is finished for some rows one after another, and gives everything that may leave, in order.
  package mutating func finish(_ element: Element, first: Int, rows: Int) -> [Element] {
    finished[first] = (element, rows)
    var leaving: [Element] = []
    while let next = finished.removeValue(forKey: nextOut) {
      leaving.append(next.element)
      inside -= next.rows
      nextOut += next.rows
    }
    return leaving
  }
}
