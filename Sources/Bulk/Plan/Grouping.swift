// Which rows share a request, where not any may. Pure.

import Providers

enum Grouping {
  /// Items at places in batches of equal groups, each filled up to what a request takes, in the order of their first
  /// items.
  static func batches<Item>(
    of items: [Item], at places: some Sequence<Int>, _ limit: BatchLimit,
    _ operation: any Operation<Item>
  ) -> [[Int]] {
    var batches: [[Int]] = []
    var sizes: [Int] = []
    var open: [[UInt8]: Int] = [:]
    for place in places {
      let size = operation.bytes(of: items[place])
      let group = operation.group(of: items[place])
      if let group, let index = open[group], batches[index].count < limit.links,
        sizes[index] + size <= limit.bytes
      {
        batches[index].append(place)
        sizes[index] += size
        continue
      }
      if let group { open[group] = batches.count }
      batches.append([place])
      sizes.append(size)
    }
    return batches
  }
}
