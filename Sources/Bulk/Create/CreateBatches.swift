// Links to create, in requests as full as they get.

import Providers

enum CreateBatches {
  /// The links in their order, at most so many in a request, and no more bytes than it takes.
  static func of(_ links: [NewLink], _ creation: any Creation, most: Int) -> [[NewLink]] {
    let limit = creation.limit
    return BatchLimit(links: max(1, min(most, limit.links)), bytes: limit.bytes)
      .runs(of: links) { creation.bytes(of: $0) }
  }
}
