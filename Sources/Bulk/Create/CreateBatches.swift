// Links to create, in requests as full as they get.

import Providers

enum CreateBatches {
  /// The links in their order, at most so many in a request, and no more bytes than it takes.
  static func of(_ links: [NewLink], _ creation: any Creation, most: Int) -> [[NewLink]] {
    let most = max(1, min(most, creation.limit.links))
    var batches: [[NewLink]] = []
    var bytes = 0
    for link in links {
      let size = creation.bytes(of: link)
      if let last = batches.indices.last, batches[last].count < most,
        bytes + size <= creation.limit.bytes
      {
        batches[last].append(link)
        bytes += size
      } else {
        batches.append([link])
        bytes = size
      }
    }
    return batches
  }
}
