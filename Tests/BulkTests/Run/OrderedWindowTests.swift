import Bulk
import TestSupport
import Testing

@Suite struct OrderedWindowTests {
  @Test("every order of finishing leaves in the order of entering")
  func allOrders() {
    for order in permutations(of: Array(0..<5)) {
      var window = OrderedWindow<Int>(capacity: 5)
      for place in 0..<5 { #expect(window.enter(weight: 1) == place) }
      #expect(!window.hasRoom)
      var left: [Int] = []
      for place in order { left += window.finish(place, at: place) }
      #expect(left == [0, 1, 2, 3, 4])
      #expect(window.hasRoom)
    }
  }

  @Test("one that takes long holds up no more than the capacity")
  func bounded() {
    var window = OrderedWindow<Int>(capacity: 3)
    let first = window.enter(weight: 1)
    var entered = 1
    while window.hasRoom {
      #expect(window.finish(entered, at: window.enter(weight: 1)).isEmpty)
      entered += 1
    }
    #expect(entered == 3)
    #expect(window.finish(0, at: first) == [0, 1, 2])
  }

  private func permutations(of places: [Int]) -> [[Int]] {
    guard places.count > 1 else { return [places] }
    return places.flatMap { first in
      permutations(of: places.filter { $0 != first }).map { [first] + $0 }
    }
  }
}
