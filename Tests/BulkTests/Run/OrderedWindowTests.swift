import Bulk
import TestSupport
import Testing

@Suite struct OrderedWindowTests {
  @Test("every order of finishing leaves in the order of the rows")
  func allOrders() {
    for order in permutations(of: Array(1...5)) {
      var window = OrderedWindow<Int>(capacity: 5)
      for _ in 1...5 { window.enter(rows: 1) }
      #expect(!window.hasRoom)
      var left: [Int] = []
      for row in order { left += window.finish(row, first: row, rows: 1) }
      #expect(left == [1, 2, 3, 4, 5])
      #expect(window.hasRoom)
    }
  }

  @Test("rows that lie apart leave each in its place")
  func apart() {
    var window = OrderedWindow<String>(capacity: 10)
    window.enter(rows: 3)
    window.enter(rows: 2)
    #expect(window.finish("2-3", first: 2, rows: 2).isEmpty)
    #expect(window.finish("5", first: 5, rows: 1).isEmpty)
    #expect(window.finish("1", first: 1, rows: 1) == ["1", "2-3"])
    #expect(window.finish("4", first: 4, rows: 1) == ["4", "5"])
  }

  @Test("one that takes long holds up no more than the capacity")
  func bounded() {
    var window = OrderedWindow<Int>(capacity: 3)
    window.enter(rows: 1)
    var entered = 1
    while window.hasRoom {
      window.enter(rows: 1)
      entered += 1
      #expect(window.finish(entered, first: entered, rows: 1).isEmpty)
    }
    #expect(entered == 3)
    #expect(window.finish(1, first: 1, rows: 1) == [1, 2, 3])
  }

  private func permutations(of places: [Int]) -> [[Int]] {
    guard places.count > 1 else { return [places] }
    return places.flatMap { first in
      permutations(of: places.filter { $0 != first }).map { [first] + $0 }
    }
  }
}
