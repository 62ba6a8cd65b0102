// What a provider can do, as its own descriptors have it: the one source of `linkctl providers`.

/// One thing that linkctl does at a provider.
package struct Capability: Sendable {
  /// The command's name.
  package let command: String
  /// What one request takes.
  package let limit: BatchLimit
  /// How it is done there, half a sentence.
  package let way: String
  /// The fields that it takes; none where rows are IDs, and where it does what other commands do.
  package let fields: FieldTable?
  /// What its requests may not exceed together, beside the limit of the key.
  package var limits: [RateLimit] = []
}

extension Provider {
  /// All of them, in the order in which commands are listed.
  package var capabilities: [Capability] {
    [
      deletion.map { capability("delete", $0, nil) },
      creation.map { capability("create", $0, $0.fields) },
      modification.map { capability("update", $0, $0.fields) },
      // What is not there is created, what is there is updated, in requests of theirs.
      upsertMeans.map {
        Capability(
          command: "upsert", limit: $0.creation.limit, way: $0.upsertion.way, fields: nil)
      },
      capabilityToGet, capabilityToList,
    ].compactMap(\.self)
  }

  private func capability(
    _ command: String, _ operation: some Operation, _ fields: FieldTable?
  ) -> Capability {
    Capability(
      command: command, limit: operation.limit, way: operation.way, fields: fields,
      limits: operation.rateClass?.limits ?? [])
  }

  private var capabilityToGet: Capability? {
    guard reading.readsByID else {
      return capabilityToList.map {
        Capability(
          command: "get", limit: $0.limit, way: "all links are listed for it", fields: nil)
      }
    }
    let limit = BatchLimit(links: reading.linksInRead)
    let way = limit.links == 1 ? "a read a link" : "by ID; other names a read each"
    return Capability(command: "get", limit: limit, way: way, fields: nil)
  }

  private var capabilityToList: Capability? {
    guard reading.listing(LinkFilter(), lanes: 1) != nil else { return nil }
    return Capability(
      command: "list", limit: BatchLimit(links: reading.linksInPage), way: reading.wayOfPages,
      fields: nil)
  }
}

extension Field {
  /// What kind of value it takes, in a word or two.
  package var type: String {
    switch kind {
    case .text: "text"
    case .boolean: "boolean"
    case .integer: "number"
    case .object: "object"
    case .list: "list of texts"
    case .values: "list"
    case .integers: "list of numbers"
    }
  }
}
