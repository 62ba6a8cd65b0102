// Each call of Hoko's API: which answer it gives over which state.

import HTTP
import Records

/// The calls, once it is known who asks and that the limit lets them.
struct HokoCalls: Sendable {
  private let options: HokoOptions
  private let collections: [HokoCollection]
  private let collectionIDs: Set<HokoID>

  init(_ options: HokoOptions, _ shape: SeedShape) {
    self.options = options
    collections = options.collections + HokoCollection.seeded(shape)
    collectionIDs = Set(collections.map(\.id))
  }

  func perform(
    _ request: IncomingRequest, _ operation: SandboxOperation, _ links: inout HokoState,
    at now: Timestamp
  ) throws(HokoError) -> HTTPResponse {
    switch operation {
    case .create:
      let stored = try store(request.body, takesID: false, &links, at: now)
      // The order is not documented; this one is never the request's, from two links on.
      return Self.answer(stored.reversed(), status: 201)
    case .update:
      // Here it is documented to be the request's.
      return Self.answer(try store(request.body, takesID: true, &links, at: now), status: 200)
    case .delete:
      let ids = try linkIDs(in: request.body)
      guard links.delete(ids) else { throw HokoReply.invalidRequest }
      // The order is not documented; this one is never the request's, from two IDs on.
      return HokoReply.json(["deletedIds": .array(ids.reversed().map { .string($0.text) })])
    case .collections: return try listCollections(request.query)
    default: return try list(request.query, &links)
    }
  }

  private static func answer(_ links: some Sequence<HokoLink>, status: Int) -> HTTPResponse {
    HokoReply.json(.array(links.map { .object($0.shown) }), status: status)
  }

  private func store(
    _ body: [UInt8], takesID: Bool, _ links: inout HokoState, at now: Timestamp
  ) throws(HokoError) -> [HokoLink] {
    var changes: [HokoChange] = []
    for value in try elements(of: body) {
      changes.append(try HokoChange(value, takesID: takesID, collectionIDs))
    }
    guard options.duplicates == .accept || !changes.hasRepeatedIDs,
      let stored = links.store(changes, at: now)
    else { throw HokoReply.invalidRequest }
    return stored
  }

  /// The elements of a body that is an array, neither empty nor too long.
  private func elements(of body: [UInt8]) throws(HokoError) -> [JSONValue] {
    guard let values = (try? JSONValue(parsing: body))?.array, !values.isEmpty,
      values.count <= min(options.maximum, HokoOptions.documentedMaximum)
    else { throw HokoReply.invalidRequest }
    return values
  }

  /// The distinct IDs of a body.
  private func linkIDs(in body: [UInt8]) throws(HokoError) -> [HokoID] {
    let values = try elements(of: body)
    var ids: [HokoID] = []
    ids.reserveCapacity(values.count)
    var seen: Set<HokoID> = []
    seen.reserveCapacity(values.count)
    for value in values {
      guard let id = value.string.flatMap({ HokoID($0) }) else { throw HokoReply.invalidRequest }
      if seen.insert(id).inserted {
        ids.append(id)
      } else if options.duplicates == .refuse {
        throw HokoReply.invalidRequest
      }
    }
    return ids
  }

  private func list(_ query: Query, _ links: inout HokoState) throws(HokoError) -> HTTPResponse {
    let page = try HokoPage(query)
    if let text = query["id"] {
      guard let id = HokoID(text) else { throw HokoReply.invalidRequest }
      return Self.answer(links.link(id).map { [$0] } ?? [], status: 200)
    }
    if let externalID = query["externalId"] {
      return Self.answer(links.link(externalID: externalID).map { [$0] } ?? [], status: 200)
    }
    let wanted = ["tenantId", "partnerId"].compactMap { name in query[name].map { (name, $0) } }
    if !wanted.isEmpty {
      let found = links.found { link in
        wanted.allSatisfy { name, value in link.fields[name]?.string == value }
      }
      return Self.answer(page.part(of: found), status: 200)
    }
    let places = links.places(of: page)
    links.seam = [places.first, places.last].compactMap { $0 }
    return HokoReply.json(bytes: links.list(of: places), status: 200)
  }

  private func listCollections(_ query: Query) throws(HokoError) -> HTTPResponse {
    let time = CalendarText(Timestamp(microseconds: Int64(SeededID.firstTime) * 1000)).iso8601
    let shown = try HokoPage(query).part(of: collections)
    return HokoReply.json(
      .array(
        shown.map { collection in
          [
            "id": .string(collection.id.text), "name": .string(collection.name),
            "description": nil, "createdAt": .string(time), "updatedAt": .string(time),
          ]
        }))
  }
}
