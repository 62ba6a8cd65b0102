// Results come in any order and leave in the order of the input, from a window that does not grow.

/// Holds what is finished until everything before it is finished too.
package struct OrderedWindow<Element: Sendable>: Sendable {
  private var finished: [Int: Element] = [:]
  /// Of what has entered and not left.
  private var weights: [Int: Int] = [:]
  private var weight = 0
  private var nextOut = 0
  private var nextIn = 0
  private let capacity: Int

  /// Elements may enter as long as those inside weigh less than `capacity` together.
  package init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether another element may enter.
  package var hasRoom: Bool { weight < capacity }

  /// A place for an element that enters now.
  package mutating func enter(weight: Int) -> Int {
    defer { nextIn += 1 }
    weights[nextIn] = weight
    self.weight += weight
    return nextIn
  }

  /// Takes a finished element and gives every one that may leave, in order.
  package mutating func finish(_ element: Element, at place: Int) -> [Element] {
    finished[place] = element
    var leaving: [Element] = []
    while let next = finished.removeValue(forKey: nextOut) {
      leaving.append(next)
      weight -= weights.removeValue(forKey: nextOut) ?? 0
      nextOut += 1
    }
    return leaving
  }
}
