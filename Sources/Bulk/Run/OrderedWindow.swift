// Results come in any order and leave in the order of the input, from a window that does not grow.

/// Holds what is finished until everything before it is finished too.
package struct OrderedWindow<Element: Sendable>: Sendable {
  private var finished: [Int: Element] = [:]
  private var nextOut = 0
  private var nextIn = 0
  private let capacity: Int

  /// At most `capacity` elements are between entering and leaving.
  package init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether another element may enter.
  package var hasRoom: Bool { nextIn - nextOut < capacity }

  /// A place for an element that enters now.
  package mutating func enter() -> Int {
    defer { nextIn += 1 }
    return nextIn
  }

  /// Takes a finished element and gives every one that may leave, in order.
  package mutating func finish(_ element: Element, at place: Int) -> [Element] {
    finished[place] = element
    var leaving: [Element] = []
    while let next = finished.removeValue(forKey: nextOut) {
      leaving.append(next)
      nextOut += 1
    }
    return leaving
  }
}
